import AnnotationModel
import CRDT
import Octets
public import Replication

extension EntityState {
    /// The form at rest: creations and live values (Protocol/04-wire-format.md, 7).
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 256)
        writer.writeArray(count: 2)
        writer.writeArray(count: creations.count)
        for creation in creations {
            writer.writeArray(count: 8)
            writer.write(creation.identity)
            writer.write([creation.dot])
            writer.write(UInt64(creation.kind.raw))
            writer.write(creation.stamp.bits)
            writer.write(creation.author.octets)
            if let article = creation.article {
                writer.write(article.octets)
            } else {
                writer.writeNull()
            }
            if let parent = creation.parent {
                writer.write(parent.octets)
            } else {
                writer.writeNull()
            }
            writer.write(creation.payload)
        }
        writer.writeArray(count: live.count)
        for value in live {
            writer.writeArray(count: 6)
            writer.write(value.identity)
            writer.write([value.dot])
            writer.write(UInt64(value.kind.raw))
            writer.write(value.stamp.bits)
            writer.write(value.author.octets)
            writer.write(value.payload)
        }
        return writer.octets
    }

    /// Reads the form at rest.
    public static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> EntityState {
        var reader = CBORReader(octets)
        try reader.array(exactly: 2)
        var creations: [Creation] = []
        for _ in 0..<(try reader.array(limit: .max)) {
            creations.append(try Creation(&reader))
        }
        var live: [Value] = []
        for _ in 0..<(try reader.array(limit: .max)) { live.append(try Value(&reader)) }
        try reader.finish()
        return EntityState(creations: creations, live: live)
    }
}

extension EntityState.Creation {
    init(_ reader: inout CBORReader) throws(DecodingFailure) {
        try reader.array(exactly: 8)
        let (identity, dot) = try reader.place()
        self.init(
            identity: identity, dot: dot,
            kind: OpKind(raw: UInt32(try reader.count(limit: Int(UInt32.max)))),
            stamp: HybridTimestamp(bits: try reader.unsigned()),
            author: AccountID(try reader.octets16()),
            article: reader.null() ? nil : ArticleID(try reader.octets16()),
            parent: reader.null() ? nil : EntityID(try reader.octets16()),
            payload: try reader.bytes(limit: WireLimits.payloadOctetsMax))
    }
}

extension EntityState.Value {
    init(_ reader: inout CBORReader) throws(DecodingFailure) {
        try reader.array(exactly: 6)
        let (identity, dot) = try reader.place()
        self.init(
            identity: identity, dot: dot,
            kind: OpKind(raw: UInt32(try reader.count(limit: Int(UInt32.max)))),
            stamp: HybridTimestamp(bits: try reader.unsigned()),
            author: AccountID(try reader.octets16()),
            payload: try reader.bytes(limit: WireLimits.payloadOctetsMax))
    }
}

extension CBORReader {
    /// Reads an identity and a dot.
    mutating func place() throws(DecodingFailure) -> (Identity, Dot) {
        guard let identity = try identity(), let dot = try dots(limit: 1).first else {
            throw .wrongType
        }
        return (identity, dot)
    }
}
