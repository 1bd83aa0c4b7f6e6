import AnnotationModel
public import CRDT
public import Octets
public import Replication

/// The form of an op that its hash covers: whole, independent of the bundle it travels in
/// (Protocol/04-wire-format.md, 3).
public enum OpEncoding {
    /// The hash of an op.
    public static func hash(_ op: Op, _ hashing: any Hashing) -> Octets32 {
        var writer = CBORWriter(label: "postil op 1", capacity: capacity(of: op))
        write(op, to: &writer)
        return hashing.hash(writer.octets)
    }

    /// Encodes an op.
    public static func encode(_ op: Op) -> [UInt8] {
        var writer = CBORWriter(capacity: capacity(of: op))
        write(op, to: &writer)
        return writer.octets
    }

    private static func capacity(of op: Op) -> Int {
        128 + op.payload.count + 26 * (op.names.count + op.kills.count)
    }

    private static func write(_ op: Op, to writer: inout CBORWriter) {
        writer.writeArray(count: 7)
        writer.write(UInt64(op.kind.raw))
        writer.write(op.stamp.bits)
        switch op.target {
        case .set: writer.writeNull()
        case .article(let article): writer.write(article.octets)
        case .annotation(let dot): writer.write([dot])
        }
        writer.write(op.names)
        writer.write(op.kills)
        writer.write(op.was)
        writer.write(op.payload)
    }

    /// Decodes an op.
    public static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> Op {
        var reader = CBORReader(octets)
        try reader.array(exactly: 7)
        let kind = OpKind(raw: UInt32(try reader.count(limit: Int(UInt32.max))))
        let stamp = HybridTimestamp(bits: try reader.unsigned())
        let target = try target(&reader)
        let names = try reader.dots(limit: WireLimits.namesMax)
        let kills = try reader.dots(limit: WireLimits.killsMax)
        let was = try reader.identity()
        let payload = try reader.bytes(limit: WireLimits.payloadOctetsMax)
        try reader.finish()
        let op = Op(
            kind: kind, target: target, names: names, kills: kills, stamp: stamp, was: was,
            payload: payload)
        guard encode(op) == octets else { throw .notCanonical }
        return op
    }

    private static func target(_ reader: inout CBORReader) throws(DecodingFailure) -> Op.Target {
        if reader.null() { return .set }
        if reader.standsOctets16 { return .article(ArticleID(try reader.octets16())) }
        let dots = try reader.dots(limit: 1)
        guard let dot = dots.first else { throw .wrongType }
        return .annotation(dot)
    }
}

extension CBORWriter {
    /// Writes dots as one flat array: replica, counter, replica, counter…
    public mutating func write(_ dots: [Dot]) {
        writeArray(count: dots.count * 2)
        for dot in dots {
            write(dot.replica.octets)
            write(dot.counter)
        }
    }

    /// Writes an identity as four items, or null.
    public mutating func write(_ identity: Identity?) {
        guard let identity else { return writeNull() }
        writeArray(count: 4)
        write(identity.scope)
        write(identity.dot.replica.octets)
        write(identity.dot.counter)
        write(identity.hash)
    }
}

extension CBORReader {
    /// Reads a flat array of up to `limit` dots.
    public mutating func dots(limit: Int) throws(DecodingFailure) -> [Dot] {
        let count = try array(limit: limit * 2)
        guard count % 2 == 0 else { throw .wrongType }
        var result: [Dot] = []
        for _ in 0..<count / 2 {
            result.append(Dot(replica: ReplicaID(try octets16()), counter: try unsigned()))
        }
        return result
    }

    /// Reads an identity, or null.
    public mutating func identity() throws(DecodingFailure) -> Identity? {
        if null() { return nil }
        try array(exactly: 4)
        let scope = try octets16()
        let dot = Dot(replica: ReplicaID(try octets16()), counter: try unsigned())
        return Identity(scope: scope, dot: dot, hash: try octets32())
    }
}
