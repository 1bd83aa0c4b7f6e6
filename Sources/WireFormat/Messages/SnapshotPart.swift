public import AnnotationModel
import CRDT
public import Octets
public import Replication

/// A part of what stands for the beginning of a log that was cut: its records without what
/// only served to hand them on one by one (Protocol/05-sync.md, 11).
///
/// All that the state, the texts and the history follow from is in it, and all that proves it: ops
/// hash to their bundles, bundles are chained up to one that is signed, and records up to the
/// running hash of the position that the server signs.
public struct SnapshotPart: Hashable, Sendable {
    /// Octets of bundles after which a part is closed.
    public static let octetsAim = 1_048_576

    /// The set.
    public let set: SetID
    /// The running hash of the log before the first record.
    public let before: Octets32
    /// The records, at least one: without receipts, without the payloads of refused ops, and with
    /// the signature of each replica's last bundle alone.
    public let records: [Record]

    /// Takes records of which each follows the one before it; nil for none.
    public init?(set: SetID, before: Octets32, records: [Record]) {
        if records.isEmpty { return nil }
        self.set = set
        self.before = before
        var later: Set<ReplicaID> = []
        var bare: [Record] = []
        for record in records.reversed() {
            let isLast = later.insert(record.bundle.replica).inserted
            bare.append(record.inSnapshot(isSigned: isLast))
        }
        self.records = bare.reversed()
    }

    init(set: SetID, before: Octets32, asRead records: [Record]) {
        self.set = set
        self.before = before
        self.records = records
    }

    /// The place of the first record.
    public var first: UInt64 { records.first?.seq ?? 0 }
    /// The place of the last record.
    public var last: UInt64 { records.last?.seq ?? 0 }

    /// The running hash of the log up to a place, which is in this part or just before it.
    public func running(at seq: UInt64, _ hashing: any Hashing) -> Octets32 {
        var running = before
        for record in records where record.seq <= seq {
            running = record.running(after: running, hashing)
        }
        return running
    }

    /// The running hash of the log up to the last record.
    public func running(_ hashing: any Hashing) -> Octets32 { running(at: last, hashing) }

    /// The last record of each replica: the one with a signature.
    public var lastOfReplicas: [Record] {
        var seen: Set<ReplicaID> = []
        return records.reversed().filter { seen.insert($0.bundle.replica).inserted }
    }
}

extension Record {
    /// Whether signature and receipt are there, so that the record proves itself to anybody; one
    /// that was read from a snapshot does not.
    public var isWhole: Bool { bundle.isSigned && receipt != nil }

    fileprivate func inSnapshot(isSigned: Bool) -> Record {
        let stripped = bundle.withoutPayloads { mask[$0].isRefusal }
        return Record(
            seq: seq,
            bundle: Bundle(
                set: bundle.set, replica: bundle.replica, first: bundle.first,
                previous: bundle.previous, entries: stripped.entries,
                signature: isSigned ? bundle.signature : []),
            mask: mask, members: members, receipt: nil)
    }
}
