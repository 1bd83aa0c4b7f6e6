public import AnnotationModel
public import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// The text shown of an annotation and its version.
    public func text(of entity: EntityID, in copy: any CopyStore) throws -> BodyText {
        let heads = try shownHeads(of: entity, in: copy)
        if let known = try copy.text(of: entity), known.heads == heads { return known }
        let history = TextHistory(try textOps(of: entity, in: copy))
        return BodyText(text: history.text(at: heads), heads: heads)
    }

    /// The text ops of an annotation that are accepted or pending, each first issue once, and each
    /// after all that it names.
    public func textOps(of entity: EntityID, in copy: any CopyStore) throws -> [TextOp] {
        var seen: Set<Identity> = []
        var result: [TextOp] = []
        for op in try copy.ops(of: entity) where op.op.kind.isText && !op.verdict.isRefusal {
            guard seen.insert(op.identity).inserted else { continue }
            result.append(try textOp(op, in: copy))
        }
        return result
    }

    func textOp(_ op: PlacedOp, in copy: any CopyStore) throws -> TextOp {
        let predecessors = try op.op.names.compactMap { try copy.op(at: $0)?.identity }
        return TextOp(id: op.identity, predecessors: predecessors.sorted(), runs: runs(of: op.op))
    }

    /// Works the shown text out after a change, from the text before where the change follows it
    /// directly.
    func refreshText(of entity: EntityID, in copy: any CopyStore, after op: PlacedOp?) throws {
        if try followText(of: entity, in: copy, after: op) { return }
        try copy.putText(try text(of: entity, in: copy), of: entity)
    }

    /// Works the shown text out if that takes no replay; says whether the text is now the shown
    /// one.
    func followText(
        of entity: EntityID, in copy: any CopyStore, after op: PlacedOp?
    ) throws -> Bool {
        guard let state = try copy.entity(entity, .shown), state.creation?.kind.opClass == .make
        else { return true }
        let heads = try shownHeads(of: entity, in: copy)
        let known = try copy.text(of: entity)
        if known?.heads == heads { return true }
        if let op, op.entity == entity, heads == [op.identity] {
            if op.op.kind.creates {
                let text = TextEdit.apply(runs(of: op.op), to: "")
                try copy.putText(BodyText(text: text, heads: heads), of: entity)
                return true
            }
            let named = try op.op.names.compactMap { try copy.op(at: $0)?.identity }.sorted()
            if let known, known.heads == named {
                let text = TextEdit.apply(runs(of: op.op), to: known.text)
                try copy.putText(BodyText(text: text, heads: heads), of: entity)
                return true
            }
        }
        return false
    }

    /// The version a person was shown without what has been refused since, and the text at it: in
    /// place of a refused op stands what it named.
    func standing(
        _ shown: BodyText, of entity: EntityID, in copy: any CopyStore
    ) throws -> BodyText {
        var heads: Set<Identity> = []
        var waiting = shown.heads
        var seen: Set<Identity> = []
        while let head = waiting.popLast() {
            guard seen.insert(head).inserted else { continue }
            if try dot(of: head, in: copy) != nil {
                heads.insert(head)
            } else if let refused = try copy.op(at: head.dot), refused.identity == head {
                waiting += try refused.op.names.compactMap { try copy.op(at: $0)?.identity }
            }
        }
        if heads.count == shown.heads.count, shown.heads.allSatisfy(heads.contains) {
            return shown
        }
        if heads.isEmpty { return try text(of: entity, in: copy) }
        let history = TextHistory(try textOps(of: entity, in: copy))
        return BodyText(text: history.text(at: heads.sorted()), heads: heads.sorted())
    }

    /// A dot under which the op of this first issue is accepted, or waits and may be; nil for none.
    func dot(of identity: Identity, in copy: any CopyStore) throws -> Dot? {
        if let dot = try copy.acceptedAgain(identity) { return dot }
        if identity.scope == copy.id.octets, try isUsable(identity.dot, for: identity, in: copy) {
            return identity.dot
        }
        // What is brought back waits as well, and comes after what is in the outbox.
        let candidates =
            try copy.state.isRecovering ? copy.outbox() : copy.pendingAgain(identity)
        let waiting = try candidates.first { try isUsable($0, for: identity, in: copy) }
        if let waiting { return waiting }
        // One that was issued again and accepted, and is brought back under that dot.
        return try lostOps(in: copy).first {
            try $0.identity == identity && isUsable($0.dot, for: identity, in: copy)
        }?.dot
    }

    /// Whether the op of this first issue lies under the dot and is accepted, or waits and may be.
    private func isUsable(
        _ dot: Dot, for identity: Identity, in copy: any CopyStore
    ) throws -> Bool {
        guard let op = try copy.op(at: dot), op.identity == identity else { return false }
        if op.verdict == .accepted { return true }
        return try op.verdict == .pending
            && !Merge(copy, hashing: hashing).leansOnRefused(op.op)
    }

    func shownHeads(of entity: EntityID, in copy: any CopyStore) throws -> [Identity] {
        let values = try copy.entity(entity, .shown)?.live ?? []
        return values.filter { $0.kind.register == .text }.map(\.identity)
    }

    private func runs(of op: Op) -> [TextRun] {
        switch try? Payload.decode(op.payload, of: op.kind) {
        case .annotation(let text, _), .reply(let text):
            text.isEmpty ? [] : [TextRun(position: 0, deleted: 0, inserted: text)]
        case .runs(let runs):
            runs.map {
                TextRun(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
            }
        default: []
        }
    }
}
