import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// Takes a new replica id in all sets, and issues again under it what was not confirmed
    /// (Protocol/05-sync.md, 6).
    public func takeNewIdentity() throws {
        try takeNewIdentity(with: [:])
    }

    /// Takes a replica id of the store's account if the one that it has is not known to be one.
    public func takeIdentityOfAccount() throws {
        if Naming(hashing).isReplica(store.replica, of: store.account) { return }
        try takeNewIdentity()
    }

    /// - Parameter waiting: what was taken out of the outboxes of sets before.
    func takeNewIdentity(with waiting: [SetID: [PlacedOp]]) throws {
        store.replica = Naming(hashing).replica(of: store.account, nonce: randomness.octets16())
        for set in try store.sets() {
            guard let copy = try store.copy(of: set) else { continue }
            try issueAgain(try waiting[set] ?? emptyOutbox(copy), in: copy)
        }
    }

    private func issueAgain(_ ops: [PlacedOp], in copy: any CopyStore) throws {
        copy.state.counter = 0
        copy.state.chain = .zero
        copy.state.sealedThrough = 0
        try rebuildShown(copy)
        try issue(ops, in: copy) { $0 }
        try rebuildShown(copy)
    }

    /// Takes all ops out of the outbox, sealed or not.
    func emptyOutbox(_ copy: any CopyStore) throws -> [PlacedOp] {
        var ops: [PlacedOp] = []
        for dot in try copy.outbox() {
            if let op = try copy.op(at: dot) { ops.append(op) }
            try copy.removeFromOutbox(dot)
            try copy.removeOp(at: dot)
        }
        try copy.removeSealed(through: .max)
        return ops
    }

    /// Issues ops again in order, under new dots, which replace the old ones wherever they are
    /// named.
    private func issue(
        _ ops: [PlacedOp], in copy: any CopyStore, moving: (Op.Target) throws -> Op.Target
    ) throws {
        var renamed: [Dot: Dot] = [:]
        for op in ops {
            var target = try moving(op.op.target)
            if case .annotation(let dot) = target { target = .annotation(renamed[dot] ?? dot) }
            let again = op.op.reissued(
                as: op.identity, target: target, names: op.op.names.map { renamed[$0] ?? $0 },
                kills: op.op.kills.map { renamed[$0] ?? $0 })
            renamed[op.dot] = try enqueue(again, in: copy).dot
        }
    }

    /// Moves what was written before a log-in into the account's personal set: ids of notes stay,
    /// articles are named after the new set (Protocol/05-sync.md, 8).
    ///
    /// Returns whether there was any.
    func move(_ copy: any CopyStore, to set: SetID) throws -> Bool {
        try join(set, isPersonal: true)
        guard let target = try store.copy(of: set) else { return false }
        let ops = try emptyOutbox(copy)
        let naming = Naming(hashing)
        var articles: [ArticleID: ArticleID] = [:]
        for op in ops {
            guard case .article(let old) = op.op.target, op.op.kind == .addArticle,
                let payload = try? ArticlePayload(op.op.payload)
            else { continue }
            articles[old] = naming.article(in: set, key: payload.key)
        }
        for (old, new) in articles.sorted(by: { $0.key < $1.key }) {
            try store.putAlias(EntityID(old), for: EntityID(new))
        }
        try issue(ops, in: target) { op in
            guard case .article(let article) = op else { return op }
            return .article(articles[article] ?? article)
        }
        try store.moveChanges(from: copy.id, to: set)
        try store.removeCopy(of: copy.id)
        return !ops.isEmpty
    }
}
