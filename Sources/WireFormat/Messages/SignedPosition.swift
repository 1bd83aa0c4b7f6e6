public import AnnotationModel

/// A position with the server's signature: proof that the server once stood there
/// (Protocol/05-sync.md, 7).
public struct SignedPosition: Hashable, Sendable {
    /// The position, whose epoch is the server's at that time.
    public let position: LogPosition
    /// The server's signature, 64 octets.
    public let signature: [UInt8]

    /// Takes the parts.
    public init(position: LogPosition, signature: [UInt8]) {
        self.position = position
        self.signature = signature
    }

    /// What the signature is over: a set and a position in it.
    public static func message(_ set: SetID, _ position: LogPosition) -> [UInt8] {
        var writer = CBORWriter(label: "postil standing 1")
        writer.writeArray(count: 2)
        writer.write(set.octets)
        position.write(to: &writer)
        return writer.octets
    }

    /// The form at rest and on the wire.
    public func write(to writer: inout CBORWriter) {
        writer.writeArray(count: 2)
        position.write(to: &writer)
        writer.write(signature)
    }

    /// Reads it.
    public init(_ reader: inout CBORReader) throws(DecodingFailure) {
        try reader.array(exactly: 2)
        position = try LogPosition(&reader)
        signature = try reader.signature()
        if position.epoch == nil { throw .wrongType }
    }
}

extension CBORReader {
    /// A signature, which has 64 octets.
    mutating func signature() throws(DecodingFailure) -> [UInt8] {
        let octets = try bytes(limit: 64)
        guard octets.count == 64 else { throw .wrongType }
        return octets
    }
}
