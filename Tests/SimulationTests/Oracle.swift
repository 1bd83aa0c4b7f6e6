import AnnotationModel
import CRDT
import Replication
import WireFormat

/// What a set of ops means, worked out anew by looking at all of them for every question
/// (`state = f(set of accepted ops)`).
struct Oracle {
    /// One place of a log, or of an outbox behind it.
    struct Entry {
        let dot: Dot
        let op: Op
        let identity: Identity
        let account: AccountID
    }

    struct Value: Hashable {
        let identity: Identity
        let dot: Dot
        let raw: UInt32
        let stamp: HybridTimestamp
        let account: AccountID
        let payload: [UInt8]

        /// All parts would be much to hash, and no two values of one entity share their dot.
        func hash(into hasher: inout Hasher) { hasher.combine(dot) }
    }

    struct Entity: Equatable {
        var makers: [Identity] = []
        var author: AccountID?
        var article: EntityID?
        var parent: EntityID?
        var live: Set<Value> = []
        var tokens: Set<Identity> = []
    }

    private(set) var entities: [EntityID: Entity] = [:]
    private let set: SetID
    private let naming: Naming
    private var byDot: [Dot: Entry] = [:]
    /// Of each identity the entry that came first.
    private var first: [Identity: Entry] = [:]
    private var edits: [EntityID: [Entry]] = [:]
    private var known: [Dot: EntityID] = [:]

    /// Takes accepted ops; their order matters only among those of one identity.
    init(_ entries: [Entry], in set: SetID, _ naming: Naming) {
        self.set = set
        self.naming = naming
        for entry in entries {
            byDot[entry.dot] = entry
            if first[entry.identity] == nil { first[entry.identity] = entry }
        }
        for entry in first.values where entry.op.kind.creates { make(entry) }
        for id in entities.keys { settle(id) }
        for entry in first.values { leave(entry) }
        for entry in first.values { take(entry) }
    }

    /// What the op is about; nil if that cannot be told.
    mutating func entity(of entry: Entry) -> EntityID? {
        if let known = known[entry.dot] { return known }
        let result: EntityID?
        if entry.op.kind.creates, entry.op.kind.opClass == .make {
            result = EntityID(naming.annotation(entry.op, first: entry.identity))
        } else {
            switch entry.op.target {
            case .set: result = EntityID(set.octets)
            case .article(let article): result = EntityID(article)
            case .annotation(let dot): result = byDot[dot].flatMap { entity(of: $0) }
            }
        }
        known[entry.dot] = result
        return result
    }

    private mutating func make(_ entry: Entry) {
        guard let id = entity(of: entry) else { return }
        entities[id, default: Entity()].makers.append(entry.identity)
    }

    private mutating func settle(_ id: EntityID) {
        guard var entity = entities[id] else { return }
        entity.makers.sort()
        if let maker = entity.makers.first.flatMap({ first[$0] }) {
            entity.author = maker.account
            (entity.article, entity.parent) = above(maker)
        }
        entities[id] = entity
    }

    private mutating func above(_ maker: Entry) -> (EntityID?, EntityID?) {
        guard maker.op.kind.opClass == .make else { return (nil, nil) }
        switch maker.op.target {
        case .set: return (nil, nil)
        case .article(let article): return (EntityID(article), nil)
        case .annotation(let dot):
            guard let parent = byDot[dot].flatMap({ self.entity(of: $0) }),
                let its = entities[parent]?.makers.min().flatMap({ first[$0] })
            else { return (nil, nil) }
            return (above(its).0, parent)
        }
    }

    private mutating func touched(by entry: Entry) -> [EntityID] {
        guard entry.op.kind.isContent, let id = entity(of: entry) else { return [] }
        var result = [id]
        if let article = entities[id]?.article { result.append(article) }
        if entry.op.kind.creates, let parent = entities[id]?.parent { result.append(parent) }
        return result
    }

    /// All that the op leaves behind if nobody takes it away.
    private mutating func leave(_ entry: Entry) {
        guard let id = entity(of: entry) else { return }
        if entities[id] == nil { entities[id] = Entity() }
        let value = value(of: entry)
        if entry.op.kind.keeps { entities[id]?.live.insert(value) }
        if entry.op.kind.isText { edits[id, default: []].append(entry) }
        for touched in touched(by: entry) {
            entities[touched, default: Entity()].tokens.insert(entry.identity)
        }
    }

    private func value(of entry: Entry) -> Value {
        Value(
            identity: entry.identity, dot: entry.dot, raw: entry.op.kind.raw,
            stamp: entry.op.stamp, account: entry.account, payload: entry.op.payload)
    }

    /// All that the op takes away from what others leave behind.
    private mutating func take(_ entry: Entry) {
        guard let id = entity(of: entry) else { return }
        for dot in entry.op.names {
            guard let named = byDot[dot].flatMap({ first[$0.identity] }) else { continue }
            let value = value(of: named)
            entities[id]?.live.remove(value)
            for touched in touched(by: entry) {
                entities[touched]?.tokens.remove(named.identity)
            }
        }
        for dot in entry.op.kills {
            if let killed = byDot[dot]?.identity { entities[id]?.tokens.remove(killed) }
        }
    }

    /// The text of an annotation.
    func text(of id: EntityID) -> String {
        let edits = (edits[id] ?? []).map { entry in
            OracleText.Edit(
                id: entry.identity,
                predecessors: entry.op.names.compactMap { byDot[$0]?.identity },
                runs: runs(of: entry.op))
        }
        return OracleText(edits).text
    }

    private func runs(of op: Op) -> [TextRun] {
        guard let payload = try? Payload.decode(op.payload, of: op.kind) else { return [] }
        switch payload {
        case .annotation(let text, _), .reply(let text):
            return [TextRun(position: 0, deleted: 0, inserted: text)]
        case .runs(let runs):
            return runs.map {
                TextRun(position: $0.position, deleted: $0.deleted, inserted: $0.inserted)
            }
        default: return []
        }
    }
}
