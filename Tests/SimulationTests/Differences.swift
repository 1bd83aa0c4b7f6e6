/// Where a store on the disk was another than the one in memory beside it; a class because all who
/// read one transaction's stores note it in one place.
final class Differences {
    private(set) var first: String?

    /// What the disk has, once it was held against what memory has.
    func same<Value: Equatable>(_ disk: Value, _ memory: Value, _ what: StaticString) -> Value {
        if disk != memory { note("\(what) is \(disk), should be \(memory)") }
        return disk
    }

    func note(_ sentence: @autoclosure () -> String) {
        if first == nil { first = sentence() }
    }

    /// Throws if there was any.
    func check() throws {
        if let first { throw Failure("on the disk \(first)") }
    }
}
