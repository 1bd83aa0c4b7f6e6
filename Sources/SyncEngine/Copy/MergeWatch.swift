import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

/// Notices, while ops of others come in, what they meet that their authors had not seen.
struct MergeWatch {
    private let replica: Replica
    private let copy: any CopyStore
    /// Whether the copy has read nothing yet: what others merged before is no news to a newcomer.
    private let isFirst: Bool
    private struct Key: Hashable {
        let what: MergeEvent.What
        let entity: EntityID
        let register: OpKind
    }

    private var events: [MergeEvent] = []
    private var noted: Set<Key> = []
    private var deletions: [PlacedOp] = []
    private var texts: [EntityID: String] = [:]

    init(_ replica: Replica, _ copy: any CopyStore) {
        self.replica = replica
        self.copy = copy
        isFirst = copy.state.position.seq == 0
    }

    mutating func before(_ op: PlacedOp) throws {
        guard let entity = op.entity else { return }
        let state = try copy.entity(entity, .shown)
        if texts[entity] == nil, op.op.kind.isText {
            texts[entity] = try copy.text(of: entity)?.text ?? ""
        }
        let named = Set(try op.op.names.compactMap { try copy.op(at: $0)?.identity })
        if op.op.kind.keeps, op.op.kind != .tag, let state {
            // Two who type the same type it twice; a register that both set to the same has it.
            let unseen = state.values(of: op.op.kind.register).filter {
                !named.contains($0.identity)
                    && (op.op.kind == .text || $0.payload != op.op.payload)
            }
            if !unseen.isEmpty, !op.op.kind.creates || op.op.kind == .addArticle {
                note(op.op.kind == .text ? .text : .register, op, entity)
            }
        }
        // Asked before the op is merged: afterwards all that it keeps is alive.
        if op.op.kind.isContent, !isFirst {
            for kept in try keptAlive(by: op, entity) where try isDead(kept) {
                note(.kept, op, kept)
            }
        }
    }

    mutating func after(_ op: PlacedOp) throws {
        if !op.op.kills.isEmpty { deletions.append(op) }
    }

    /// What a content op keeps alive (Protocol/03-replication.md, 3): its entity, the annotation it
    /// answers, and their article.
    private func keptAlive(by op: PlacedOp, _ entity: EntityID) throws -> [EntityID] {
        guard op.op.kind.creates, op.op.kind.opClass == .make else {
            let article = try copy.entity(entity, .shown)?.creation?.article
            return [entity] + [article.map { EntityID($0) }].compactMap { $0 }
        }
        switch op.op.target {
        case .set: return []
        case .article(let article): return [EntityID(article)]
        case .annotation(let dot):
            guard let parent = try copy.op(at: dot)?.entity else { return [] }
            let article = try copy.entity(parent, .shown)?.creation?.article
            return [parent] + [article.map { EntityID($0) }].compactMap { $0 }
        }
    }

    private func isDead(_ entity: EntityID) throws -> Bool {
        try copy.entity(entity, .shown)?.creation != nil && !copy.hasToken(entity, .shown)
    }

    /// The events, one for each entity and register.
    mutating func finish() throws -> [MergeEvent] {
        for op in deletions {
            guard let entity = op.entity, try copy.hasToken(entity, .shown) else { continue }
            note(.kept, op, entity)
        }
        return events
    }

    private mutating func note(_ what: MergeEvent.What, _ op: PlacedOp, _ entity: EntityID) {
        let register = op.op.kind.register
        let key = Key(what: what, entity: entity, register: register)
        guard !isFirst, noted.insert(key).inserted else { return }
        events.append(
            MergeEvent(
                what: what, entity: entity, register: register, op: op.identity,
                author: op.author, before: texts[entity] ?? "",
                milliseconds: replica.nowMilliseconds))
    }
}
