public import AnnotationModel
public import CRDT
public import Octets

/// Accepts ops into a set's state: each exactly once, after all that it names
/// (Protocol/03-replication.md, 3).
public struct Merge {
    /// The set that is changed.
    public let set: any ReplicatedSet
    private let naming: Naming

    /// Merges into `set`, naming with `hashing`.
    public init(_ set: any ReplicatedSet, hashing: any Hashing) {
        self.set = set
        naming = Naming(hashing)
    }

    /// The op with what follows from its place; its entity is nil if what it is about has never
    /// arrived.
    public func place(
        _ op: Op, at dot: Dot, hash: Octets32, author: AccountID, verdict: Verdict
    ) throws -> PlacedOp {
        let identity = op.was ?? Identity(scope: set.id.octets, dot: dot, hash: hash)
        return PlacedOp(
            dot: dot, op: op, hash: hash, identity: identity,
            entity: try entity(of: op, first: identity), author: author, verdict: verdict)
    }

    private func entity(of op: Op, first identity: Identity) throws -> EntityID? {
        if op.kind.creates, op.kind.opClass == .make {
            return EntityID(naming.annotation(op, first: identity))
        }
        switch op.target {
        case .set: return EntityID(set.id.octets)
        case .article(let article): return EntityID(article)
        case .annotation(let dot): return try set.op(at: dot)?.entity
        }
    }

    /// Whether an op with this first issue has been accepted, under whatever dot.
    public func isAccepted(_ identity: Identity) throws -> Bool {
        if identity.scope == set.id.octets, let op = try set.op(at: identity.dot),
            op.verdict == .accepted, op.identity == identity
        {
            return true
        }
        return try set.acceptedAgain(identity) != nil
    }

    /// Keeps an accepted op and merges it; a second op of one identity changes nothing and is a
    /// further name of the first. Returns the entities whose confirmed state changed.
    public func accept(_ op: PlacedOp) throws -> [EntityID] {
        let isAgain = try isAccepted(op.identity)
        try set.put(op)
        if isAgain { return [] }
        if op.op.was != nil { try set.putAcceptedAgain(op.identity, as: op.dot) }
        return try apply(op, to: .confirmed)
    }

    /// Keeps a refused op: it changes nothing, to nobody, for ever.
    public func refuse(_ op: PlacedOp) throws {
        try set.put(op)
    }

    /// Merges an op that has not come back yet into what is shown, unless it is accepted already or
    /// leans on an op that was refused. Returns the entities whose shown state changed.
    public func show(_ op: PlacedOp) throws -> [EntityID] {
        if try leansOnRefused(op.op) { return [] }
        return try showStanding(op)
    }

    /// What pending ops that are shown one after the other have to know of those before.
    public struct Shown {
        /// Those that lean on a refused op, so that none walks down all that it follows.
        fileprivate var leaning: Set<Dot> = []
        /// What is shown: an op that waits under two dots is shown once, as it is accepted once.
        fileprivate var identities: Set<Identity> = []

        /// None before.
        public init() {}
    }

    /// The same for pending ops shown one after the other in their order.
    public func show(_ op: PlacedOp, after shown: inout Shown) throws -> [EntityID] {
        for dot in op.op.dependencies {
            let isRefused = try set.op(at: dot)?.verdict.isRefusal == true
            if isRefused || shown.leaning.contains(dot) {
                shown.leaning.insert(op.dot)
                return []
            }
        }
        if shown.identities.contains(op.identity) { return [] }
        let touched = try showStanding(op)
        if !touched.isEmpty { shown.identities.insert(op.identity) }
        return touched
    }

    private func showStanding(_ op: PlacedOp) throws -> [EntityID] {
        if try isAccepted(op.identity) { return [] }
        if !op.op.kind.creates {
            guard let entity = op.entity, try exists(entity, .shown) else { return [] }
        }
        return try apply(op, to: .shown)
    }

    /// Whether the op names, kills or is about something that was refused, or something pending
    /// that does.
    public func leansOnRefused(_ op: Op) throws -> Bool {
        var waiting = op.dependencies
        var seen: Set<Dot> = []
        while let dot = waiting.popLast() {
            guard let named = try set.op(at: dot) else { continue }
            if named.verdict.isRefusal { return true }
            if named.verdict == .pending, seen.insert(dot).inserted {
                waiting += named.op.dependencies
            }
        }
        return false
    }

    /// Whether something accepted (or, when shown, pending) has made the entity; a set always
    /// exists.
    public func exists(_ entity: EntityID, _ layer: Layer) throws -> Bool {
        if entity.octets == set.id.octets { return true }
        return try set.entity(entity, layer)?.creation != nil
    }

    private func apply(_ op: PlacedOp, to layer: Layer) throws -> [EntityID] {
        guard let entity = op.entity else { return [] }
        let named = try identities(op.op.names)
        var state = try set.entity(entity, layer) ?? EntityState()
        if op.op.kind.creates { state.add(try creation(op, layer)) }
        for identity in named where state.removeValue(of: identity) {
            count(-1, 1, entity, identity, layer)
        }
        if op.op.kind.keeps {
            state.add(
                EntityState.Value(
                    identity: op.identity, dot: op.dot, kind: op.op.kind, stamp: op.op.stamp,
                    author: op.author, payload: op.op.payload))
            count(1, 1, entity, op.identity, layer)
        }
        try set.put(state, of: entity, layer)
        let touched = op.op.kind.isContent ? try touched(by: op, state) : [entity]
        for touched in touched {
            if touched != entity, layer == .shown {
                try set.put(try set.entity(touched, layer) ?? EntityState(), of: touched, layer)
            }
            guard op.op.kind.isContent else { continue }
            for identity in named { try removeToken(identity, touched, layer) }
            if try set.add(Token(identity: op.identity, dot: op.dot), to: touched, layer) {
                count(1, 2, touched, op.identity, layer)
            }
        }
        for identity in try identities(op.op.kills) { try removeToken(identity, entity, layer) }
        return touched
    }

    private func creation(_ op: PlacedOp, _ layer: Layer) throws -> EntityState.Creation {
        var article: ArticleID?
        var parent: EntityID?
        if op.op.kind.opClass == .make {
            switch op.op.target {
            case .article(let id): article = id
            case .annotation(let dot):
                parent = try set.op(at: dot)?.entity
                if let parent { article = try set.entity(parent, layer)?.creation?.article }
            case .set: break
            }
        }
        return EntityState.Creation(
            identity: op.identity, dot: op.dot, kind: op.op.kind, stamp: op.op.stamp,
            author: op.author, article: article, parent: parent, payload: op.op.payload)
    }

    /// What a content op keeps alive: its entity, the entity's article, and the parent of a reply
    /// it makes.
    public func touched(by op: PlacedOp, _ state: EntityState) throws -> [EntityID] {
        guard let entity = op.entity else { return [] }
        var result = [entity]
        if let article = state.creation?.article { result.append(EntityID(article)) }
        if op.op.kind.creates, let parent = state.creation?.parent { result.append(parent) }
        return result
    }

    private func identities(_ dots: [Dot]) throws -> [Identity] {
        try dots.compactMap { try set.op(at: $0)?.identity }
    }

    private func removeToken(_ identity: Identity, _ entity: EntityID, _ layer: Layer) throws {
        if try set.removeToken(identity, from: entity, layer) {
            count(-1, 2, entity, identity, layer)
        }
    }

    private func count(
        _ sign: Int, _ mark: UInt8, _ entity: EntityID, _ identity: Identity, _ layer: Layer
    ) {
        guard layer == .confirmed else { return }
        let summand = naming.summand(mark, set.id, entity, identity)
        set.contentHash = sign > 0 ? set.contentHash &+ summand : set.contentHash &- summand
    }
}
