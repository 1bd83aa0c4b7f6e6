import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// The whole records of logs that were cut, for the oracle, by the hashes of their bundles.
struct Archive {
    private var records: [Octets32: Record] = [:]

    /// Keeps all records of a log that is going to be cut.
    mutating func keep(_ log: [Record], _ hashing: any Hashing) {
        for record in log where record.receipt != nil {
            records[record.bundle.hash(hashing)] = record
        }
    }

    /// The records as they were before any of them was cut; what was never cut stays.
    func whole(_ log: [Record], _ hashing: any Hashing) -> [Record] {
        if records.isEmpty { return log }
        return log.map { record in
            guard record.receipt == nil, let whole = records[record.bundle.hash(hashing)] else {
                return record
            }
            return Record(
                seq: record.seq, bundle: whole.bundle, mask: record.mask,
                members: record.members, receipt: whole.receipt)
        }
    }
}

extension World {
    /// Cuts all logs up to where the newest backup holds them too, into parts that are small enough
    /// for there to be many.
    func truncate(_ numbers: inout SplitMix64) throws {
        guard let backup = loss.backup else { return }
        let held = try backup.opened(isNewEpoch: false).contents
        let octetsAim = 256 << numbers.below(6)
        let keep = UInt64(numbers.below(4))
        for set in server.all {
            guard let end = held.memorySet(set.id)?.end,
                try set.running(at: end.seq) == end.running
            else { continue }
            let target = min(end.seq, set.end.seq > keep ? set.end.seq - keep : 0)
            archive.keep(set.own.log, hashing)
            let cut = LogCut(hashing, octetsAim: octetsAim)
            try serverDisk.transaction { store in
                guard let log = try store.set(set.id) else { return }
                while try cut.step(log, through: target) {}
            }
            note("cut \(name(set.id)) up to \(target) of \(set.end.seq)")
        }
    }

    /// The hash of the bundle that begins with this op, if it was cut.
    func hashInSnapshot(_ dot: Dot, _ set: MemoryPeerSet) -> Octets32? {
        let records = set.own.parts.flatMap(\.records)
        return records.first { $0.bundle.dot(at: 0) == dot }?.bundle.hash(hashing)
    }

    /// Whether the bundle's ops were cut as parts of other bundles: a copy of their store, which
    /// sealed them otherwise, finds out when it reads them.
    func isInSnapshotOtherwise(_ bundle: Bundle) throws -> Bool {
        guard let set = server.memorySet(bundle.set), set.start > 0,
            try set.bundleHash(bundle.replica, first: bundle.first) == nil,
            hashInSnapshot(bundle.dot(at: 0), set) != bundle.hash(hashing)
        else { return false }
        return try bundle.entries.enumerated().allSatisfy { index, entry in
            try set.op(at: bundle.dot(at: index))?.hash == entry.hash
        }
    }

    /// Counts the answers that lead on by a part of a snapshot.
    func countSnapshots(_ answer: SyncAnswer) {
        for entry in answer.parts.flatMap(\.log) {
            if case .snapshot = entry { count("answered by a part of a snapshot") }
        }
    }

    /// The log of a set with all that was cut of it.
    func wholeLog(_ set: MemoryPeerSet) -> [Record] { archive.whole(set.own.log, hashing) }
}
