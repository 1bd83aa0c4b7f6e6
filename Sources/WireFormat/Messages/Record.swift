public import Octets
public import Replication

/// A bundle at its place in the server's log of a set, with what became of its ops
/// (Protocol/05-sync.md, 2).
public struct Record: Hashable, Sendable {
    /// The place, counted from 1 without gaps.
    public let seq: UInt64
    /// The bundle, as it was received.
    public let bundle: Bundle
    /// A verdict for each op.
    public let mask: [Verdict]
    /// How many membership entries it was judged under.
    public let members: Int
    /// The server's signature of the log up to here, 64 octets; every record that it takes has one.
    public let receipt: [UInt8]?

    /// Takes the parts.
    public init(
        seq: UInt64, bundle: Bundle, mask: [Verdict], members: Int, receipt: [UInt8]?
    ) {
        self.seq = seq
        self.bundle = bundle
        self.mask = mask
        self.members = members
        self.receipt = receipt
    }

    /// The running hash of a log that ends with this record, over the hash of the log before it.
    public func running(after previous: Octets32, _ hashing: any Hashing) -> Octets32 {
        Self.running(
            bundle: bundle.hash(hashing), mask: mask, members: members, after: previous, hashing)
    }

    /// The running hash of a log that ends with a record of this bundle, over the hash of the log
    /// before it.
    public static func running(
        bundle: Octets32, mask: [Verdict], members: Int, after previous: Octets32,
        _ hashing: any Hashing
    ) -> Octets32 {
        var writer = CBORWriter(label: "postil record 1", capacity: 96 + mask.count)
        writer.writeArray(count: 4)
        writer.write(previous)
        writer.write(bundle)
        writer.write(mask.map(\.rawValue))
        writer.write(UInt64(members))
        return hashing.hash(writer.octets)
    }

    /// What a receipt signs: the log of a set up to a place, in whatever epoch.
    public static func receiptMessage(
        set: Octets16, seq: UInt64, running: Octets32
    ) -> [UInt8] {
        var writer = CBORWriter(label: "postil receipt 1")
        writer.writeArray(count: 3)
        writer.write(set)
        writer.write(seq)
        writer.write(running)
        return writer.octets
    }

    /// The record's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        write(to: &writer)
        return writer.octets
    }

    /// Reads a record's octets.
    ///
    /// - Parameter mayLackSignature: whether it may be one that was read from a snapshot, as a
    ///   store keeps it, or asks for it again.
    public static func decode(
        _ octets: [UInt8], _ hashing: any Hashing, mayLackSignature: Bool = false
    ) throws(DecodingFailure) -> Record {
        var reader = CBORReader(octets)
        let record = try Record(&reader, hashing, mayLackSignature: mayLackSignature)
        try reader.finish()
        return record
    }

    func write(to writer: inout CBORWriter) {
        writer.writeArray(count: 5)
        writer.write(seq)
        writer.write(bundle.encoded())
        writeMask(to: &writer)
        writer.write(UInt64(members))
        if let receipt { writer.write(receipt) } else { writer.writeNull() }
    }

    /// Writes the verdicts; null if all are accepted.
    func writeMask(to writer: inout CBORWriter) {
        let allAccepted = mask.allSatisfy { $0 == .accepted }
        if allAccepted { writer.writeNull() } else { writer.write(mask.map(\.rawValue)) }
    }

    init(
        _ reader: inout CBORReader, _ hashing: any Hashing, mayLackSignature: Bool = false
    ) throws(DecodingFailure) {
        try reader.array(exactly: 5)
        seq = try reader.unsigned(limit: 1 << 62)
        bundle = try Bundle.decode(
            try reader.bytes(limit: WireLimits.bundleOctetsMax), hashing,
            mayLackSignature: mayLackSignature)
        mask = try Self.mask(&reader, count: bundle.entries.count)
        members = try reader.count(limit: WireLimits.membersMax)
        receipt = reader.null() ? nil : try reader.bytes(limit: 64)
        if let receipt, receipt.count != 64 { throw .wrongType }
    }

    /// Reads verdicts, an octet each.
    static func verdicts(_ reader: inout CBORReader) throws(DecodingFailure) -> [Verdict] {
        var verdicts: [Verdict] = []
        for octet in try reader.bytes(limit: WireLimits.bundleOpsMax) {
            guard let verdict = Verdict(rawValue: octet), verdict != .pending else {
                throw .unknownValue
            }
            verdicts.append(verdict)
        }
        return verdicts
    }

    private static func mask(
        _ reader: inout CBORReader, count: Int
    ) throws(DecodingFailure) -> [Verdict] {
        if reader.null() { return Array(repeating: .accepted, count: count) }
        var ahead = reader
        if let octets = try? ahead.bytes(limit: WireLimits.bundleOpsMax), octets.count != count {
            throw .wrongType
        }
        let mask = try verdicts(&reader)
        guard mask.contains(where: { $0 != .accepted }) else { throw .notCanonical }
        return mask
    }
}
