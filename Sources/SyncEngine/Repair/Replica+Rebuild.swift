import AnnotationModel
import CRDT
import Octets
import Replication
public import WireFormat

extension Replica {
    /// Works a copy out anew from the log that it keeps and from what has not come back: the log is
    /// the truth, and all else follows from it (Protocol/05-sync.md, 10).
    ///
    /// Where the log is not whole nothing is changed. The caller takes a new identity, once all
    /// copies are whole, if the report of one of them asks for it.
    public func rebuild(_ copy: any RebuildableCopy) throws -> RebuildReport {
        try rebuild(copy, floor: [:])
    }

    private func rebuild(
        _ copy: any RebuildableCopy, floor: [ReplicaID: UInt64]
    ) throws -> RebuildReport {
        var report = RebuildReport()
        // What a copy that was left keeps is not from its log any more.
        if copy.state.stop == .removed { return report }
        report.log = try checkLog(of: copy)
        guard report.log == .whole else { return report }
        let waiting = try Waiting(self, copy, floor: floor, &report)
        try copy.forgetDerived()
        try replay(copy)
        try placeLost(in: copy)
        try waiting.putBack(self, copy, &report)
        if copy.state.stop == .contentDiffers { copy.state.stop = nil }
        return report
    }

    /// Whether every record is there, and the chain of all ends where the position says.
    public func checkLog(of copy: any RebuildableCopy) throws -> RebuildReport.Log {
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var missing: [UInt64] = []
        for seq in places(copy) {
            guard let record = try copy.record(at: seq), record.seq == seq else {
                missing.append(seq)
                continue
            }
            running = record.running(after: running, hashing)
        }
        if !missing.isEmpty { return .lacks(missing) }
        return running == copy.state.position.running ? .whole : .broken
    }

    /// The places of the copy's log, from 1 on.
    private func places(_ copy: any RebuildableCopy) -> Slice<ClosedRange<UInt64>> {
        (0...copy.state.position.seq).dropFirst()
    }

    /// Whether records that are not here, put into their places, make the copy's log whole; only
    /// then are they kept (Protocol/05-sync.md, 10).
    public func fill(_ copy: any RebuildableCopy, with records: [Record]) throws -> Bool {
        let supplied = Dictionary(records.map { ($0.seq, $0) }) { one, _ in one }
        // What is here comes first; if that is no chain, something here is wrong.
        for prefersSupplied in [false, true] {
            guard let taken = try chained(copy, supplied, prefersSupplied) else { continue }
            for record in taken { try copy.append(record) }
            return true
        }
        return false
    }

    /// The records that make the log whole; nil if they do not.
    private func chained(
        _ copy: any RebuildableCopy, _ supplied: [UInt64: Record], _ prefersSupplied: Bool
    ) throws -> [Record]? {
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var taken: [Record] = []
        for seq in places(copy) {
            let here = try copy.record(at: seq).flatMap { $0.seq == seq ? $0 : nil }
            let other = supplied[seq].flatMap { $0.bundle.set == copy.id ? $0 : nil }
            guard let record = prefersSupplied ? other ?? here : here ?? other else { return nil }
            running = record.running(after: running, hashing)
            if record != here { taken.append(record) }
        }
        return running == copy.state.position.running ? taken : nil
    }

    /// Cuts a copy's log off behind a place, from where the next sync reads it again.
    ///
    /// The last resort, where a record is not whole and cannot be had, from a server that has
    /// proved to have the same log: what is cut off is kept, and shown, until it has come back.
    /// What waits goes on under a new identity, which the caller takes.
    public func rollBack(_ copy: any RebuildableCopy, to seq: UInt64) throws -> RebuildReport {
        var floor = try Waiting.lastRead(copy)
        if let head = try copy.head(of: store.replica) {
            floor[store.replica] = max(floor[store.replica] ?? 0, head.counter)
        }
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var position = copy.state.position
        position.seq = 0
        while position.seq < seq, let record = try copy.record(at: position.seq + 1) {
            running = record.running(after: running, hashing)
            position.seq += 1
        }
        position.running = running
        try keepCut(after: position.seq, in: copy)
        copy.state.position = position
        copy.state.mustExplain = true
        try copy.removeRecords(after: position.seq)
        var report = try rebuild(copy, floor: floor)
        report.needsNewIdentity = true
        return report
    }

    /// Keeps what is cut off as records that the server has and that have not come back.
    private func keepCut(after seq: UInt64, in copy: any RebuildableCopy) throws {
        for place in places(copy) where place > seq {
            guard let record = try copy.record(at: place) else { continue }
            let author = copy.membership.replicas[record.bundle.replica]?.account
            // The hash before it is not known any more, and not asked for: it is not to be brought.
            let again = RecordAgain(previous: .zero, record: record)
            try copy.putLost(LostRecord(again: again, author: author ?? .none, fate: .delivered))
            copy.state.isRecovering = true
        }
    }

    private func replay(_ copy: any RebuildableCopy) throws {
        let merge = Merge(copy, hashing: hashing)
        var stale: Set<EntityID> = []
        for seq in places(copy) {
            guard let record = try copy.record(at: seq) else { continue }
            try replay(record, copy, merge, &stale)
        }
        for entity in stale.sorted() { try refreshText(of: entity, in: copy, after: nil) }
    }

    private func replay(
        _ record: Record, _ copy: any RebuildableCopy, _ merge: Merge, _ stale: inout Set<EntityID>
    ) throws {
        let bundle = record.bundle
        let holder = copy.membership.replicas[bundle.replica]
        for (index, entry) in bundle.entries.enumerated() {
            let verdict = record.mask[index]
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash,
                author: holder?.account ?? .none, verdict: verdict)
            guard verdict == .accepted else {
                let isStub = if case .refused = entry { true } else { false }
                try merge.refuse(isStub ? op.withoutEntity : op)
                continue
            }
            for entity in try merge.accept(op) where !stale.contains(entity) {
                let follows = try followText(of: entity, in: copy, after: op)
                if !follows { stale.insert(entity) }
            }
        }
        guard let epoch = copy.state.position.epoch else { return }
        try copy.putHead(
            ChainHead(counter: bundle.last, hash: bundle.hash(hashing), epoch: epoch),
            of: bundle.replica)
    }
}
