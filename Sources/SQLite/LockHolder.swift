/// The program that holds the write lock of a database.
public struct LockHolder: Equatable, Sendable, CustomStringConvertible {
    /// Its process id.
    public let processID: Int32
    /// The name it gave, printable ASCII, at most 40 signs.
    public let name: String

    /// For example `postil (process 4711)`.
    public var description: String { "\(name) (process \(processID))" }

    /// A record has a fixed size, so that taking the lock costs one write and no truncation.
    static let recordBytes = 64
    private static let nameBytesMax = 40

    init(processID: Int32, name: String) {
        self.processID = processID
        let signs = name.utf8.filter { $0 > 0x20 && $0 < 0x7f }.prefix(Self.nameBytesMax)
        self.name = String(decoding: signs, as: UTF8.self)
    }

    /// Reads a record; nil if it is not one, for the file may hold anything.
    init?(record: [UInt8]) {
        let words = record.prefix { $0 != 0x0a }.split(separator: 0x20)
        guard words.count == 2,
            let processID = Int32(String(decoding: words[0], as: UTF8.self))
        else { return nil }
        self.init(processID: processID, name: String(decoding: words[1], as: UTF8.self))
    }

    /// The process id, the name, and spaces up to the fixed size.
    var record: [UInt8] {
        var record = Array("\(processID) \(name)\n".utf8)
        while record.count < Self.recordBytes { record.append(0x20) }
        return record
    }
}
