import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// Works a copy out anew from the log that it keeps and from what has not come back: the log is
    /// the truth, and all else follows from it (Protocol/05-sync.md, 10).
    ///
    /// Where the log is not whole nothing is changed. The caller takes a new identity, once all
    /// copies are whole, if the report of one of them asks for it.
    public func rebuild(_ copy: any RebuildableCopy) throws -> RebuildReport {
        var report = RebuildReport()
        // What a copy that was left keeps is not from its log any more.
        if copy.state.stop == .removed { return report }
        report.log = try checkLog(of: copy)
        guard report.log == .whole else { return report }
        let waiting = try Waiting(self, copy, &report)
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

    /// Cuts a copy's log off behind a place, from where the next sync reads it again.
    ///
    /// The last resort, where a record is not whole and cannot be had: what has not come back
    /// stays, and goes on under a new identity, which the caller takes.
    public func rollBack(_ copy: any RebuildableCopy, to seq: UInt64) throws -> RebuildReport {
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var position = copy.state.position
        position.seq = 0
        while position.seq < seq, let record = try copy.record(at: position.seq + 1) {
            running = record.running(after: running, hashing)
            position.seq += 1
        }
        position.running = running
        copy.state.position = position
        copy.state.mustExplain = true
        try copy.removeRecords(after: position.seq)
        var report = try rebuild(copy)
        report.needsNewIdentity = true
        return report
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
