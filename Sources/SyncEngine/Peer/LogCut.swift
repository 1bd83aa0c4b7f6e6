import AnnotationModel
import CRDT
import Octets
public import Replication
public import WireFormat

/// Moves the first records of a log into its snapshot, a part at a time
/// (Protocol/05-sync.md, 11).
public struct LogCut {
    /// Thrown if the records are not those that the running hash speaks of: nothing is cut then.
    public struct BrokenLog: Error {}

    private let hashing: any Hashing
    private let octetsAim: Int

    /// Closes a part after about so many octets.
    public init(_ hashing: any Hashing, octetsAim: Int = SnapshotPart.octetsAim) {
        self.hashing = hashing
        self.octetsAim = octetsAim
    }

    /// Moves as many records as one part takes, and none behind a place; says whether any is left
    /// to be moved.
    public func step(_ set: any PeerSet, through end: UInt64) throws -> Bool {
        let end = min(end, set.end.seq)
        guard set.start < end else { return false }
        var (before, records) = try lastPart(set)
        var size = Size()
        for record in records { _ = size.takes(record) }
        var kept = records.count
        let room = max(0, octetsAim - size.octets)
        for record in try set.records(after: set.start, octetsMax: room).records
        where record.seq <= end {
            if !size.takes(record) { break }
            records.append(record)
        }
        if records.count == kept {
            // What the open part has no room for begins one of its own.
            guard let next = try set.records(after: set.start, octetsMax: 0).records.first,
                let running = try set.running(at: set.start)
            else { throw BrokenLog() }
            (before, records, kept) = (running, [next], 0)
        }
        guard let part = SnapshotPart(set: set.id, before: before, records: records),
            try set.running(at: part.last) == part.running(hashing),
            try SnapshotPart.decode(part.encoded(), hashing) == part
        else { throw BrokenLog() }
        for record in records[kept...] { try forgetRefused(of: record, in: set) }
        try set.cut(part, running: part.running(hashing))
        return set.start < end
    }

    /// Leaves of refused ops what the snapshot says of them, so that the log and what follows from
    /// it stay one.
    private func forgetRefused(of record: Record, in set: any PeerSet) throws {
        let merge = Merge(set, hashing: hashing)
        for (index, verdict) in record.mask.enumerated() where verdict.isRefusal {
            let bare = Bundle.Entry.refused(
                hash: record.bundle.entries[index].hash,
                names: record.bundle.entries[index].op.names)
            let dot = record.bundle.dot(at: index)
            let author = try set.op(at: dot)?.author ?? .none
            try merge.refuse(
                merge.place(bare.op, at: dot, hash: bare.hash, author: author, verdict: verdict)
                    .withoutEntity)
        }
    }

    /// The part that is still open, for a part is worth having only if it is large.
    private func lastPart(
        _ set: any PeerSet
    ) throws -> (before: Octets32, records: [Record]) {
        if set.start > 0, let last = try set.snapshotPart(after: set.start - 1),
            last.octets.count < octetsAim / 2
        {
            let part = try SnapshotPart.decode(last.octets, hashing)
            return (part.before, part.records)
        }
        guard let running = try set.running(at: set.start) else { throw BrokenLog() }
        return (running, [])
    }

    /// What a part has room for.
    private struct Size {
        var octets = 0
        private var count = 0
        private var kills = 0
        private var replicas: Set<ReplicaID> = []
        private var articles: Set<ArticleID> = []

        /// Counts a record; false if it goes beyond, and is not the first.
        mutating func takes(_ record: Record) -> Bool {
            let isFirst = count == 0
            count += 1
            octets += 16
            replicas.insert(record.bundle.replica)
            for entry in record.bundle.entries {
                let op = entry.op
                octets += op.octetsEstimate
                kills += op.kills.count
                for dot in op.dependencies { replicas.insert(dot.replica) }
                if case .article(let article) = op.target { articles.insert(article) }
            }
            return isFirst
                || count <= WireLimits.snapshotRecordsMax && kills <= WireLimits.killsMax
                    && replicas.count <= WireLimits.bundleTableMax
                    && articles.count <= WireLimits.bundleTableMax
        }
    }
}
