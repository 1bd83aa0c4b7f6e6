public import AnnotationModel
public import Octets
public import WireFormat

/// Something that may have what a server's store has lost: a backup, or a client's store.
public struct ServerSource: Sendable {
    /// The record at a place of a set's log; nil if it is not there, or not readable.
    public let record: @Sendable (SetID, UInt64) -> Record?
    /// The membership log of a set; nil if it is not there.
    public let members: @Sendable (SetID) -> [MemberEntry]?
    /// The octets of a blob; nil if they are not there.
    public let blob: @Sendable (SetID, Octets32) -> [UInt8]?

    /// Takes the parts.
    public init(
        record: @escaping @Sendable (SetID, UInt64) -> Record?,
        members: @escaping @Sendable (SetID) -> [MemberEntry]?,
        blob: @escaping @Sendable (SetID, Octets32) -> [UInt8]?
    ) {
        self.record = record
        self.members = members
        self.blob = blob
    }

    /// A source that has nothing.
    public static let none = ServerSource(
        record: { _, _ in nil }, members: { _ in nil }, blob: { _, _ in nil })
}
