import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// What can happen next: each makes another moment and leaves the one before as it is.
extension Stage {
    /// Somebody does something; nil if it cannot be done, or changes nothing.
    func acted(_ moment: Moment, _ side: Int, _ deed: Deed, isRisky: Bool) throws -> Moment? {
        var next = moment
        next.sides[side].store = forked(moment.sides[side].store)
        next.sides[side].mark = nil
        let copy = try copy(next, side)
        let seen = try counters(copy)
        let hidden = isRisky ? try hidden(copy) : []
        let before = [note: try text(note, copy), reply: try text(reply, copy)]
        let author = Author(replica(next, side), copy)
        let doer = Doer(
            author: author, stage: self, side: side, former: moment.sides[side].acts)
        let ops = try doer.perform(deed)
        if ops.isEmpty { return nil }
        var texts: [EntityID: (before: String, after: String)] = [:]
        for op in ops where op.op.kind == .text {
            guard let entity = op.entity else { continue }
            texts[entity] = (before[entity] ?? "", try text(entity, copy))
        }
        next.sides[side].acts.append(
            Act(
                deed: deed, ops: ops, seen: seen, hidden: hidden,
                refusals: moment.sides[side].store.drawer.count, texts: texts))
        next.trail.append("\(side): \(deed)")
        return next
    }

    private func text(_ entity: EntityID, _ copy: MemoryCopy) throws -> String {
        try copy.text(of: entity)?.text ?? ""
    }

    private func forked(_ store: MemoryReplicaStore) -> MemoryReplicaStore {
        store.copy()
    }

    /// Of each side the last counter that the copy has read or given out.
    func counters(_ copy: MemoryCopy) throws -> [UInt64] {
        try replicas.map { replica in
            let read = try copy.head(of: replica)?.counter ?? 0
            let own = copy.own.outbox.last.flatMap { $0.replica == replica ? $0.counter : nil }
            return max(read, own ?? 0)
        }
    }

    private func hidden(_ copy: MemoryCopy) throws -> Set<Dot> {
        let merge = Merge(copy, hashing: hashing)
        return Set(
            try copy.own.outbox.filter { dot in
                guard let op = try copy.op(at: dot) else { return false }
                return try merge.leansOnRefused(op.op)
            })
    }

    /// A side asks and the server answers; whether the answer comes, and when, is open.
    func asked(_ moment: Moment, _ side: Int) throws -> Moment {
        var next = moment
        next.sides[side].store = forked(moment.sides[side].store)
        next.server = moment.server.copy()
        let request = try replica(next, side).request()
        let answer = try peer(next.server).answer(request, from: asker(next, side))
        for result in answer.parts.flatMap(\.results) where result != .ok && result != .dup {
            throw Failure("a bundle was answered \(result)")
        }
        next.sides[side].lost = (request, answer)
        next.trail.append("\(side): asks")
        return next
    }

    /// The answer to what was asked last comes.
    func told(_ moment: Moment, _ side: Int) throws -> Moment {
        guard let message = moment.sides[side].lost else { throw Failure("nothing was asked") }
        var next = moment
        next.sides[side].store = forked(moment.sides[side].store)
        next.sides[side].lost = nil
        next.sides[side].mark = nil
        let report = try replica(next, side).take(message.answer, to: message.request)
        if report.hasNewIdentity { throw Failure("side \(side) took a new identity") }
        for stop in report.stopped.values where stop != .removed {
            throw Failure("side \(side) stopped: \(stop)")
        }
        next.trail.append("\(side): is told")
        return next
    }

    /// The owner gives the last side another role, or none.
    func demoted(_ moment: Moment, to role: Role?) throws -> Moment {
        var next = moment
        next.server = moment.server.copy()
        let owner = moment.sides[0].store.account
        guard let account = moment.sides.last?.store.account else { return next }
        try log(next).append(entry(account, role, by: owner))
        next.isDemoted = true
        next.trail.append("demoted")
        return next
    }

    /// Whether a side has something that the server has not had.
    func brings(_ moment: Moment, _ side: Int) throws -> Bool {
        let copy = try copy(moment, side)
        if copy.state.stop != nil { return false }
        let had = try log(moment).head(of: replicas[side])?.counter ?? 0
        return copy.own.outbox.contains { $0.counter > had }
    }

    /// Whether the server has something that a side has not read.
    func lacks(_ moment: Moment, _ side: Int) throws -> Bool {
        let copy = try copy(moment, side)
        let log = try log(moment)
        if copy.state.stop != nil { return false }
        return copy.state.position.seq < log.end.seq
            || copy.membership.count < log.membership.count
    }
}
