import AnnotationModel
import CRDT
import Octets
public import Replication

extension PlacedOp {
    /// The form at rest (Protocol/04-wire-format.md, 7).
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 256 + op.payload.count)
        writer.writeArray(count: 7)
        writer.write([dot])
        writer.write(OpEncoding.encode(op))
        writer.write(hash)
        writer.write(identity)
        if let entity { writer.write(entity.octets) } else { writer.writeNull() }
        writer.write(author.octets)
        writer.write(UInt64(verdict.rawValue))
        return writer.octets
    }

    /// Reads the form at rest.
    public static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> PlacedOp {
        var reader = CBORReader(octets)
        try reader.array(exactly: 7)
        guard let dot = try reader.dots(limit: 1).first else { throw .wrongType }
        let op = try OpEncoding.decode(try reader.bytes(limit: WireLimits.bundleOctetsMax))
        let hash = try reader.octets32()
        guard let identity = try reader.identity() else { throw .wrongType }
        let entity = reader.null() ? nil : EntityID(try reader.octets16())
        let author = AccountID(try reader.octets16())
        guard let verdict = Verdict(rawValue: UInt8(try reader.count(limit: 255))) else {
            throw .unknownValue
        }
        try reader.finish()
        return PlacedOp(
            dot: dot, op: op, hash: hash, identity: identity, entity: entity, author: author,
            verdict: verdict)
    }
}
