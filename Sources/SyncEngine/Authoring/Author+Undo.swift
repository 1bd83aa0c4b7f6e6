import AnnotationModel
import CRDT
public import Replication
import WireFormat

extension Author {
    /// Takes ops back, the newest first, by ops that restore what was before.
    ///
    /// What was done since stays, by others and by the same person: an undo is a change like any
    /// other.
    public func undo(_ ops: [PlacedOp]) throws -> Undone {
        var undone = Undone()
        let taken = Set(ops.map(\.identity))
        let deleted = try deleted(among: Set(ops.compactMap(\.entity)))
        for op in ops.reversed() {
            if op.verdict.isRefusal {
                // There may be nothing that it could be taken from.
                undone.left.append(.init(op: op, reason: .refused))
                continue
            }
            guard let entity = op.entity else { continue }
            if let written = try undo(op, entity, among: taken) {
                undone.written += written
            } else {
                undone.left.append(.init(op: op, reason: try reason(op, entity)))
            }
        }
        // Of what goes as a whole, nothing is left to take back.
        let gone = Set(undone.written.filter { !$0.op.kills.isEmpty }.compactMap(\.entity))
        undone.left.removeAll { left in
            left.reason == .gone && left.op.entity.map(gone.contains) == true
        }
        let revived = Set(
            undone.written.filter { [.revive, .reviveArticle].contains($0.op.kind) }
                .compactMap(\.entity))
        undone.alongside = try deleted.subtracting(revived).sorted().filter {
            try copy.hasToken($0, .shown)
        }
        return undone
    }

    /// What is deleted of these and of the articles they are on: content written on a note keeps
    /// its article alive (Protocol/03-replication.md, 3).
    private func deleted(among entities: Set<EntityID>) throws -> Set<EntityID> {
        let articles = try entities.compactMap { try copy.entity($0, .shown)?.creation?.article }
        return try entities.union(articles.map { EntityID($0) }).filter {
            try copy.entity($0, .shown)?.creation != nil && !copy.hasToken($0, .shown)
        }
    }

    /// The ops that take one back, none if all is as it was before; nil if it cannot be done.
    private func undo(
        _ op: PlacedOp, _ entity: EntityID, among taken: Set<Identity>
    ) throws -> [PlacedOp]? {
        switch op.op.kind {
        case .annotate, .reply, .revive, .reviveArticle:
            let isOpen = try copy.hasToken(entity, .shown) && writer(on: entity, besides: op) == nil
            return isOpen ? [try delete(entity)] : nil
        case .addArticle:
            let isOpen =
                try copy.hasToken(entity, .shown) && !isHeldOtherwise(entity, op, than: taken)
            return isOpen ? [try delete(entity)] : nil
        case .delete, .deleteArticle:
            return try copy.hasToken(entity, .shown) ? nil : [revive(entity)]
        case .text:
            let history = TextHistory(try replica.textOps(of: entity, in: copy))
            let runs = Self.bounded(history.undoRuns(of: op.identity)) {
                history.text(at: history.heads)
            }
            return runs.isEmpty ? nil : [try write(runs, to: entity, over: history.heads)]
        case .tag: return try untagExactly(op, entity).map { [$0] }
        case .untag:
            let tags = try tagsTakenOff(by: op).compactMap { try tag(entity, $0) }
            return tags.isEmpty ? nil : tags
        case .colour, .status, .title, .reattach, .setName, .origin:
            return try stands(op, entity) ? [restore(op, entity)].compactMap { $0 } : nil
        default: return nil
        }
    }

    /// Why an op cannot be taken back.
    private func reason(_ op: PlacedOp, _ entity: EntityID) throws -> Undone.Left.Reason {
        switch op.op.kind {
        case .annotate, .reply, .revive, .reviveArticle:
            return try writer(on: entity, besides: op).map { .changedSince(by: $0) } ?? .gone
        case .addArticle:
            let others = try copy.tokens(of: entity, .shown).filter { $0.identity != op.identity }
            let author = try others.compactMap { try copy.op(at: $0.dot)?.author }.first
            return author.map { .changedSince(by: $0) } ?? .gone
        case .colour, .status, .title, .reattach, .setName, .origin:
            let shown = try copy.entity(entity, .shown)?.values(of: op.op.kind).first
            return shown.map { .changedSince(by: $0.author) } ?? .gone
        default: return .gone
        }
    }

    /// Somebody else whose words would go if what an op made were deleted; nil if there is nobody.
    private func writer(on entity: EntityID, besides op: PlacedOp) throws -> AccountID? {
        // What was written before the log-in is the person's own, too.
        let own = [op.author, replica.store.account, .none]
        return try copy.tokens(of: entity, .shown).compactMap { try copy.op(at: $0.dot)?.author }
            .first { !own.contains($0) }
    }

    /// Whether the article was added by another op too, and more than those that are taken back
    /// keep it: taking it away would take what others added and wrote.
    private func isHeldOtherwise(
        _ entity: EntityID, _ op: PlacedOp, than taken: Set<Identity>
    ) throws -> Bool {
        let creations = try copy.entity(entity, .shown)?.creations ?? []
        guard creations.contains(where: { $0.identity != op.identity }) else { return false }
        return try copy.tokens(of: entity, .shown).contains { !taken.contains($0.identity) }
    }

    private func untagExactly(_ op: PlacedOp, _ entity: EntityID) throws -> PlacedOp? {
        guard case .name(let name) = try Payload.decode(op.op.payload, of: .tag) else { return nil }
        return try untag(entity, name)
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

    /// Whether what an op put in a register is there.
    private func stands(_ op: PlacedOp, _ entity: EntityID) throws -> Bool {
        try copy.entity(entity, .shown)?.values(of: op.op.kind).contains {
            $0.payload == op.op.payload && $0.kind == op.op.kind
        } ?? false
    }

    /// Writes the value that the op overwrote, or the one that stands for none; where another
    /// value stands beside it, that one. Nothing if that is there already.
    private func restore(_ op: PlacedOp, _ entity: EntityID) throws -> PlacedOp? {
        let values = try copy.entity(entity, .shown)?.values(of: op.op.kind) ?? []
        let beside = values.first { $0.payload != op.op.payload && !op.op.names.contains($0.dot) }
        if let beside, var payload = try Payload.decode(beside.payload, of: beside.kind) {
            if case .article(let article) = payload { payload = .name(article.title) }
            return try set(op.op.kind, of: entity, to: payload)
        }
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
