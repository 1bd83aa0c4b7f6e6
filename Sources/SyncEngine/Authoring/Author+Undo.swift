import AnnotationModel
import CRDT
public import Replication
import WireFormat

extension Author {
    /// Takes ops back, the newest first, by ops that restore what was before; returns those.
    ///
    /// What others did since stays: an undo is a change like any other.
    public func undo(_ ops: [PlacedOp]) throws -> [PlacedOp] {
        try ops.reversed().flatMap { try undo($0) }
    }

    private func undo(_ op: PlacedOp) throws -> [PlacedOp] {
        // What was refused changed nothing, and there may be nothing that it could be taken from.
        guard let entity = op.entity, !op.verdict.isRefusal else { return [] }
        switch op.op.kind {
        case .annotate, .reply, .revive, .reviveArticle: return [try delete(entity)]
        case .addArticle: return try isHeldOtherwise(entity, op) ? [] : [try delete(entity)]
        case .delete, .deleteArticle: return [try revive(entity)]
        case .text:
            let history = TextHistory(try replica.textOps(of: entity, in: copy))
            let runs = Self.bounded(history.undoRuns(of: op.identity)) {
                history.text(at: history.heads)
            }
            return runs.isEmpty ? [] : [try write(runs, to: entity, over: history.heads)]
        case .tag: return try untagExactly(op, entity)
        case .untag: return try tagsTakenOff(by: op).compactMap { try tag(entity, $0) }
        case .colour, .status, .title, .reattach, .setName, .origin:
            return try [restore(op, entity)].compactMap { $0 }
        default: return []
        }
    }

    /// Whether the article was added by another op too, and more than this one keeps it: taking it
    /// away would take what others added and wrote.
    private func isHeldOtherwise(_ entity: EntityID, _ op: PlacedOp) throws -> Bool {
        let creations = try copy.entity(entity, .shown)?.creations ?? []
        guard creations.contains(where: { $0.identity != op.identity }) else { return false }
        return try copy.tokens(of: entity, .shown).contains { $0.identity != op.identity }
    }

    private func untagExactly(_ op: PlacedOp, _ entity: EntityID) throws -> [PlacedOp] {
        guard case .name(let name) = try Payload.decode(op.op.payload, of: .tag) else { return [] }
        return try [untag(entity, name)].compactMap { $0 }
    }

    private func tagsTakenOff(by op: PlacedOp) throws -> [String] {
        var names: [String] = []
        for dot in op.op.names {
            guard let named = try copy.op(at: dot), named.op.kind == .tag,
                case .name(let name) = try Payload.decode(named.op.payload, of: .tag)
            else { continue }
            if !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { names.append(name) }
        }
        return names
    }

    /// Writes the value that the op overwrote, or the one that stands for none.
    private func restore(_ op: PlacedOp, _ entity: EntityID) throws -> PlacedOp? {
        let former = try op.op.names.compactMap { try copy.op(at: $0) }
            .max { ($0.op.stamp, $0.identity) < ($1.op.stamp, $1.identity) }
        let payload = try former.map { try value(of: $0) } ?? none(of: op.op.kind, entity)
        guard let payload else { return nil }
        if op.op.kind == .setName {
            guard case .name(let name) = payload else { return nil }
            return try nameSet(name)
        }
        return try set(op.op.kind, of: entity, to: payload)
    }

    private func value(of op: PlacedOp) throws -> Payload? {
        let payload = try Payload.decode(op.op.payload, of: op.op.kind)
        if case .article(let article) = payload { return .name(article.title) }
        return payload
    }

    /// What stands for a register that nobody had written.
    private func none(of register: OpKind, _ entity: EntityID) throws -> Payload? {
        switch register {
        case .status: return .status(isClosed: false)
        case .origin: return nil
        case .reattach:
            guard let creation = try copy.entity(entity, .shown)?.creation,
                case .annotation(_, let anchor?) = try Payload.decode(
                    creation.payload, of: creation.kind)
            else { return nil }
            return .anchor(anchor)
        default: return .name("")
        }
    }
}
