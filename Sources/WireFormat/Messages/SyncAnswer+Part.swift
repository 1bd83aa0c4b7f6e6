import AnnotationModel
import Octets
import Replication

extension SyncAnswer.Part {
    /// Whether status, position and content hash are all there is to say.
    private var isBare: Bool {
        epoch == nil && personal == nil && results.isEmpty && members.isEmpty && log.isEmpty
            && !hasMore && isPlain
    }

    /// Whether nothing is said that only a new position or a new epoch makes necessary.
    private var isPlain: Bool { receipt == nil && marks.isEmpty && again.isEmpty }

    func write(to writer: inout CBORWriter) {
        writer.writeArray(count: isBare ? 3 : isPlain ? 9 : 12)
        writer.write(UInt64(status.rawValue))
        writer.write(asked)
        if let contentHash {
            writer.write(
                Octets16(
                    high: UInt64(truncatingIfNeeded: contentHash >> 64),
                    low: UInt64(truncatingIfNeeded: contentHash)))
        } else {
            writer.writeNull()
        }
        if isBare { return }
        if let epoch { writer.write(epoch) } else { writer.writeNull() }
        if let personal { writer.write(personal.octets) } else { writer.writeNull() }
        writer.write(results.map(\.rawValue))
        writer.writeArray(count: members.count)
        for entry in members { entry.write(to: &writer) }
        writer.writeArray(count: log.count)
        for entry in log { entry.write(to: &writer) }
        writer.write(hasMore)
        if isPlain { return }
        if let receipt { writer.write(receipt) } else { writer.writeNull() }
        writer.writeArray(count: marks.count)
        for mark in marks {
            writer.writeArray(count: 2)
            writer.write(mark.seq)
            writer.write(mark.running)
        }
        writer.write(again.map(\.rawValue))
    }

    init(_ reader: inout CBORReader, _ hashing: any Hashing) throws(DecodingFailure) {
        let count = try reader.array(limit: 12)
        guard count == 3 || count == 9 || count == 12 else { throw .wrongType }
        guard let status = SyncAnswer.Status(rawValue: UInt8(try reader.count(limit: 255))) else {
            throw .unknownValue
        }
        self.init(status: status, asked: try reader.unsigned())
        if !reader.null() {
            let hash = try reader.octets16()
            contentHash = UInt128(hash.high) << 64 | UInt128(hash.low)
        }
        if count == 3 { return }
        epoch = reader.null() ? nil : try reader.octets16()
        personal = reader.null() ? nil : SetID(try reader.octets16())
        results = try Self.results(&reader)
        for _ in 0..<(try reader.array(limit: WireLimits.membersMax)) {
            members.append(try MemberEntry(&reader))
        }
        for _ in 0..<(try reader.array(limit: WireLimits.bundlesMax)) {
            log.append(try SyncAnswer.LogEntry(&reader, hashing))
        }
        hasMore = try reader.bool()
        if count == 12 { try readRest(&reader) }
        if isBare || (count == 12 && isPlain) { throw .notCanonical }
    }

    private mutating func readRest(_ reader: inout CBORReader) throws(DecodingFailure) {
        receipt = reader.null() ? nil : try reader.signature()
        for _ in 0..<(try reader.array(limit: WireLimits.marksMax)) {
            try reader.array(exactly: 2)
            marks.append(
                SyncAnswer.Mark(
                    seq: try reader.unsigned(limit: 1 << 62), running: try reader.octets32()))
        }
        again = try Self.results(&reader)
    }

    private static func results(
        _ reader: inout CBORReader
    ) throws(DecodingFailure) -> [SyncAnswer.Result] {
        var results: [SyncAnswer.Result] = []
        for octet in try reader.bytes(limit: WireLimits.bundlesMax) {
            guard let result = SyncAnswer.Result(rawValue: octet) else { throw .unknownValue }
            results.append(result)
        }
        return results
    }
}

extension SyncAnswer.LogEntry {
    func write(to writer: inout CBORWriter) {
        switch self {
        case .record(let record): record.write(to: &writer)
        case .snapshot(let octets): writer.write(octets)
        case .own(let seq, let bundle, let mask, let members, let receipt):
            writer.writeArray(count: 6)
            writer.writeNull()
            writer.write(seq)
            writer.write(bundle)
            writer.write(mask.map(\.rawValue))
            writer.write(UInt64(members))
            if let receipt { writer.write(receipt) } else { writer.writeNull() }
        }
    }

    init(_ reader: inout CBORReader, _ hashing: any Hashing) throws(DecodingFailure) {
        if reader.isAtOctets {
            self = .snapshot(try reader.bytes(limit: WireLimits.snapshotPartOctetsMax))
            return
        }
        guard reader.standsArray(of: 6) else {
            self = .record(try Record(&reader, hashing))
            return
        }
        try reader.array(exactly: 6)
        guard reader.null() else { throw .wrongType }
        let seq = try reader.unsigned(limit: 1 << 62)
        let bundle = try reader.octets32()
        var mask: [Verdict] = []
        for octet in try reader.bytes(limit: WireLimits.bundleOpsMax) {
            guard let verdict = Verdict(rawValue: octet), verdict != .pending else {
                throw .unknownValue
            }
            mask.append(verdict)
        }
        let members = try reader.count(limit: WireLimits.membersMax)
        let receipt = reader.null() ? nil : try reader.bytes(limit: 64)
        if let receipt, receipt.count != 64 { throw .wrongType }
        self = .own(seq: seq, bundle: bundle, mask: mask, members: members, receipt: receipt)
    }
}
