public import AnnotationModel
import Octets
public import Reconciliation
public import Replication

/// What the server says about its content of one set, or of its log (Protocol/05-sync.md, 10).
public struct ReconcileAnswer: Hashable, Sendable {
    /// An item of the server's content, and the entity that it is of.
    public struct Named: Hashable, Sendable {
        /// The item.
        public let item: UInt64
        /// The entity.
        public let entity: EntityID

        /// Takes the parts.
        public init(item: UInt64, entity: EntityID) {
            self.item = item
            self.entity = entity
        }
    }

    /// Whether the server's log ends where the client's does, with the same running hash: else
    /// nothing is compared, and the client syncs first.
    public var isSamePlace: Bool
    /// The hash of the server's content.
    public var contentHash: UInt128
    /// The symbols of the server's content, as many as were asked for.
    public var symbols: [CodedSymbol]
    /// The entities of the items that were asked for, as far as the server has them.
    public var named: [Named]
    /// Records that were asked for, ascending, as many as fit; payloads of refused ops of others
    /// are left out.
    public var records: [Record]
    /// The membership log, where it was asked for.
    public var members: [MemberEntry]

    /// Says nothing but the content hash.
    public init(isSamePlace: Bool, contentHash: UInt128) {
        self.isSamePlace = isSamePlace
        self.contentHash = contentHash
        symbols = []
        named = []
        records = []
        members = []
    }

    /// The answer's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 64 + symbols.count * 15)
        writer.writeArray(count: 8)
        writer.write(SyncRequest.protocolVersion)
        writer.write(isSamePlace)
        writer.write(
            Octets16(
                high: UInt64(truncatingIfNeeded: contentHash >> 64),
                low: UInt64(truncatingIfNeeded: contentHash)))
        var sums: [UInt8] = []
        sums.reserveCapacity(symbols.count * 12)
        for symbol in symbols {
            Swift.withUnsafeBytes(of: symbol.items.bigEndian) { sums += $0 }
            Swift.withUnsafeBytes(of: symbol.checks.bigEndian) { sums += $0 }
        }
        writer.write(sums)
        writer.writeArray(count: symbols.count)
        for symbol in symbols { writer.write(signed: symbol.count) }
        writer.writeArray(count: named.count * 2)
        for entry in named {
            writer.write(entry.item)
            writer.write(entry.entity.octets)
        }
        writer.writeArray(count: records.count)
        for record in records { record.write(to: &writer) }
        writer.writeArray(count: members.count)
        for entry in members { entry.write(to: &writer) }
        return writer.octets
    }

    /// Reads an answer's octets.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing
    ) throws(DecodingFailure) -> ReconcileAnswer {
        var reader = CBORReader(octets)
        try reader.array(exactly: 8)
        guard try reader.unsigned() == SyncRequest.protocolVersion else { throw .unknownValue }
        let isSamePlace = try reader.bool()
        let hash = try reader.octets16()
        var answer = ReconcileAnswer(
            isSamePlace: isSamePlace, contentHash: UInt128(hash.high) << 64 | UInt128(hash.low))
        answer.symbols = try symbols(&reader)
        let count = try reader.array(limit: ReconcileRequest.listMax * 2)
        guard count % 2 == 0 else { throw .wrongType }
        for _ in 0..<count / 2 {
            let item = try reader.unsigned()
            answer.named.append(Named(item: item, entity: EntityID(try reader.octets16())))
        }
        for _ in 0..<(try reader.array(limit: ReconcileRequest.listMax)) {
            // What proves them is the chain of the log that they complete.
            answer.records.append(try Record(&reader, hashing, mayLackSignature: true))
        }
        for _ in 0..<(try reader.array(limit: WireLimits.membersMax)) {
            answer.members.append(try MemberEntry(&reader))
        }
        try reader.finish()
        return answer
    }

    private static func symbols(
        _ reader: inout CBORReader
    ) throws(DecodingFailure) -> [CodedSymbol] {
        let sums = try reader.bytes(limit: SetSketch.symbolsMax * 12)
        let count = try reader.array(limit: SetSketch.symbolsMax)
        guard sums.count == count * 12 else { throw .wrongType }
        var symbols: [CodedSymbol] = []
        symbols.reserveCapacity(count)
        for index in 0..<count {
            let octets = sums[index * 12..<index * 12 + 12]
            symbols.append(
                CodedSymbol(
                    items: octets.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                    checks: octets.suffix(4).reduce(0) { $0 << 8 | UInt32($1) },
                    count: try reader.signed()))
        }
        return symbols
    }
}
