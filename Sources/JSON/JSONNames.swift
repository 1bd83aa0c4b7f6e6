/// The names of an object's members: compared one by one while they are few, which costs no
/// allocation.
struct JSONNames {
    private static let few = 16

    private var many: Set<[UInt8]> = []

    /// Adds the name of the member that follows the members; false if one of them has it.
    mutating func insert(_ name: String, after members: [JSONValue.Member]) -> Bool {
        if members.count < Self.few {
            return !members.contains {
                $0.name.utf8.count == name.utf8.count && $0.name.utf8.elementsEqual(name.utf8)
            }
        }
        if many.isEmpty { many = Set(members.map { Array($0.name.utf8) }) }
        return many.insert(Array(name.utf8)).inserted
    }
}
