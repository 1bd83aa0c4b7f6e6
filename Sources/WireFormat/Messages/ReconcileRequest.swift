public import Octets
public import Reconciliation

/// What a client asks about one set of whose content it has another hash than the server, or of
/// whose log it has lost a part (Protocol/05-sync.md, 10).
public struct ReconcileRequest: Hashable, Sendable {
    /// Items or records that are asked for at once.
    public static let listMax = 4_096

    /// The place of the log at which the content is compared.
    public var seq: UInt64
    /// The running hash of the client's log there.
    public var running: Octets32
    /// The session's key.
    public var key: SessionKey
    /// How many symbols of the server's content are wanted.
    public var symbols: Int
    /// Items of the server's content of which the entities are wanted.
    public var items: [UInt64]
    /// Places of the log of which the records are wanted.
    public var records: [UInt64]
    /// Whether the membership log is wanted.
    public var wantsMembers: Bool

    /// Asks for nothing yet.
    public init(seq: UInt64, running: Octets32, key: SessionKey) {
        self.seq = seq
        self.running = running
        self.key = key
        symbols = 0
        items = []
        records = []
        wantsMembers = false
    }

    /// Asks for records, and for the membership log or not, and compares nothing.
    public init(records: [UInt64], wantsMembers: Bool) {
        self.init(seq: 0, running: .zero, key: SessionKey(high: 0, low: 0))
        self.records = records
        self.wantsMembers = wantsMembers
    }

    /// The request's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 8)
        writer.write(SyncRequest.protocolVersion)
        writer.write(seq)
        writer.write(running)
        writer.write(Octets16(high: key.high, low: key.low))
        writer.write(UInt64(max(0, symbols)))
        writer.writeWords(items)
        writer.writeArray(count: records.count)
        for seq in records { writer.write(seq) }
        writer.write(wantsMembers)
        return writer.octets
    }

    /// Reads a request's octets.
    public static func decode(_ octets: [UInt8]) throws(DecodingFailure) -> ReconcileRequest {
        var reader = CBORReader(octets)
        try reader.array(exactly: 8)
        guard try reader.unsigned() == SyncRequest.protocolVersion else { throw .unknownValue }
        let seq = try reader.unsigned(limit: 1 << 62)
        let running = try reader.octets32()
        let key = try reader.octets16()
        var request = ReconcileRequest(
            seq: seq, running: running, key: SessionKey(high: key.high, low: key.low))
        request.symbols = try reader.count(limit: SetSketch.symbolsMax)
        request.items = try reader.words(limit: listMax)
        for _ in 0..<(try reader.array(limit: listMax)) {
            request.records.append(try reader.unsigned(limit: 1 << 62))
        }
        request.wantsMembers = try reader.bool()
        try reader.finish()
        return request
    }
}

extension CBORWriter {
    /// Writes numbers of 64 bits one after the other as one octet string.
    mutating func writeWords(_ words: [UInt64]) {
        var octets: [UInt8] = []
        octets.reserveCapacity(words.count * 8)
        for word in words { Swift.withUnsafeBytes(of: word.bigEndian) { octets += $0 } }
        write(octets)
    }
}

extension CBORReader {
    /// Reads up to `limit` numbers of 64 bits out of one octet string.
    mutating func words(limit: Int) throws(DecodingFailure) -> [UInt64] {
        let octets = try bytes(limit: limit * 8)
        guard octets.count % 8 == 0 else { throw .wrongType }
        return stride(from: 0, to: octets.count, by: 8).map { start in
            octets[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }
}
