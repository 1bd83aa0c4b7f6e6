import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// Issues a refused op again where only what it leaned on was refused, or puts it into the
    /// drawer (Protocol/05-sync.md, 5). Returns what went into the drawer.
    func takeRefusal(of op: PlacedOp, in copy: any CopyStore) throws -> DrawerItem? {
        if op.verdict == .depends, !op.op.kind.isContent, !op.op.kind.creates,
            let entity = op.entity,
            try Merge(copy, hashing: hashing).exists(entity, .confirmed)
        {
            let names = try substitute(op.op.names, in: copy)
            let kills = try substitute(op.op.kills, in: copy)
            if op.op.kind.keeps || !names.isEmpty || !kills.isEmpty {
                let target = try target(of: op, entity, in: copy)
                let again = op.op.reissued(
                    as: op.identity, target: target, names: names, kills: kills)
                _ = try enqueue(again, in: copy)
                return nil
            }
        }
        guard let reason = DrawerItem.Reason(op.verdict) else { return nil }
        return try shelve(op, reason, in: copy)
    }

    private func target(
        of op: PlacedOp, _ entity: EntityID, in copy: any CopyStore
    ) throws -> Op.Target {
        guard case .annotation(let dot) = op.op.target,
            try copy.op(at: dot)?.verdict.isRefusal == true,
            let accepted = try copy.entity(entity, .confirmed)?.creation?.dot
        else { return op.op.target }
        return .annotation(accepted)
    }

    /// Puts what each refused dot named in its place, and so on down; what arrived since is not
    /// taken in.
    private func substitute(_ dots: [Dot], in copy: any CopyStore) throws -> [Dot] {
        var result: [Dot] = []
        var waiting = dots
        var seen: Set<Dot> = []
        while let dot = waiting.popLast() {
            guard seen.insert(dot).inserted else { continue }
            if let named = try copy.op(at: dot), named.verdict.isRefusal {
                waiting += named.op.names
            } else {
                result.append(dot)
            }
        }
        return result
    }

    /// Puts an op into the drawer; nil if it lies there already, and nothing is news.
    func shelve(
        _ op: PlacedOp, _ reason: DrawerItem.Reason, in copy: any CopyStore
    ) throws -> DrawerItem? {
        let item = DrawerItem(
            reason: reason, set: copy.id, identity: op.identity, op: op.op,
            text: try textToKeep(of: op, in: copy))
        return try store.append(item) ? item : nil
    }

    /// The words a person would miss: what was typed, or the whole text as it was after the edit.
    private func textToKeep(of op: PlacedOp, in copy: any CopyStore) throws -> String {
        guard let payload = try? Payload.decode(op.op.payload, of: op.op.kind) else { return "" }
        switch payload {
        case .annotation(let text, _), .reply(let text): return text
        case .name(let name): return name
        case .runs(let runs):
            guard let entity = op.entity else {
                return runs.map(\.inserted).joined(separator: " … ")
            }
            return try textAfter(op, of: entity, in: copy)
        case .article(let article): return article.title
        case .status(let isClosed): return isClosed ? "closed" : "open"
        case .anchor(let anchor): return anchor.exact
        case .origin, .empty: return ""
        }
    }

    /// The text an edit made at its author, refused ops in its past included.
    private func textAfter(
        _ op: PlacedOp, of entity: EntityID, in copy: any CopyStore
    ) throws -> String {
        var seen: Set<Identity> = []
        var ops: [TextOp] = []
        for other in try copy.ops(of: entity) where other.op.kind.isText {
            guard seen.insert(other.identity).inserted else { continue }
            ops.append(try textOp(other, in: copy))
        }
        if seen.insert(op.identity).inserted { ops.append(try textOp(op, in: copy)) }
        return TextHistory(ops).text(at: [op.identity])
    }

    /// Puts all that has not been sent into the drawer.
    func shelveOutbox(
        _ copy: any CopyStore, _ reason: DrawerItem.Reason, _ report: inout SyncReport
    ) throws {
        let dots = try copy.outbox()
        // All before any is forgotten: the text after an edit is made of those before it.
        for dot in dots {
            guard let op = try copy.op(at: dot) else { continue }
            report.refused += try [shelve(op, reason, in: copy)].compactMap { $0 }
        }
        for dot in dots {
            try copy.removeFromOutbox(dot)
            try copy.removeOp(at: dot)
        }
    }

    /// The account is not a member any more: its own words go to the drawer, the rest of the copy
    /// is wiped.
    func leave(_ copy: any CopyStore, _ report: inout SyncReport) throws {
        try shelveOutbox(copy, .removed, &report)
        for op in try copy.ops(by: store.account) where try store.wroteHere(op.identity) {
            // What is pending still was on its way back to a server that had lost it.
            guard op.op.kind.isContent, !op.verdict.isRefusal else { continue }
            report.kept += try [shelve(op, .removed, in: copy)].compactMap { $0 }
        }
        try copy.wipe()
        stop(copy, .removed, &report)
    }
}
