public import Octets
public import Replication

/// A record of an earlier epoch, with what its receipt signs beside it
/// (Protocol/05-sync.md, 7).
public struct RecordAgain: Hashable, Sendable {
    /// The running hash of the log before it.
    public let previous: Octets32
    /// The record, as the server gave it out.
    public let record: Record

    /// Takes the parts.
    public init(previous: Octets32, record: Record) {
        self.previous = previous
        self.record = record
    }

    /// The form at rest and on the wire.
    public func write(to writer: inout CBORWriter) {
        writer.writeArray(count: 2)
        writer.write(previous)
        record.write(to: &writer)
    }

    /// Reads it; at rest it may lack the bundle's signature.
    public init(
        _ reader: inout CBORReader, _ hashing: any Hashing, mayLackSignature: Bool = false
    ) throws(DecodingFailure) {
        try reader.array(exactly: 2)
        previous = try reader.octets32()
        record = try Record(&reader, hashing, mayLackSignature: mayLackSignature)
    }
}
