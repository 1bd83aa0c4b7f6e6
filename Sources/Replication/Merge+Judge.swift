import AnnotationModel
public import CRDT

extension Merge {
    /// Says what becomes of an op all of whose dependencies have arrived
    /// (Protocol/03-replication.md, 5).
    ///
    /// - Parameters:
    ///   - op: the op at the place it takes.
    ///   - isWellFormed: whether its payload is what its kind asks for; asked of known kinds only.
    ///   - may: whether its author may do ops of a class, being the author of the entity or not.
    ///   - isOwn: whether a replica is its author's.
    public func judge(
        _ op: PlacedOp, isWellFormed: (Op) -> Bool, may: (OpClass, Bool) -> Bool,
        isOwn: (ReplicaID) -> Bool
    ) throws -> Verdict {
        guard let opClass = op.op.kind.opClass else { return .unknownClass }
        let state = try op.entity.flatMap { try set.entity($0, .confirmed) }
        let makes = op.op.kind.creates
        let isAuthor = makes || state?.creation?.author == op.author
        var isThere = makes
        if !makes, let entity = op.entity { isThere = try exists(entity, .confirmed) }
        guard may(opClass, isAuthor) else { return isThere ? .denied : .depends }
        let first = op.op.was == nil ? nil : try accepted(op.identity)
        if let was = op.op.was, try !mayIssueAgain(was, op.author, isOwn) { return .denied }
        if let first, first.author != op.author { return .denied }
        if makes, opClass == .make, let first = state?.creation, first.author != op.author {
            // An id leaves the hash out: with `was`, a note could be made over by somebody else.
            return .denied
        }
        if try leansOnRefused(op.op) { return .depends }
        guard let about = makes ? try self.about(op) : op.entity else { return .gone }
        if !(makes && opClass == .article), try !exists(about, .confirmed) {
            return try wasRefused(about) ? .depends : .gone
        }
        return try formIsSound(op.op) && isWellFormed(op.op) && isAboutItsSort(op, about)
            && namesAreSound(op) && !contradicts(op)
            ? .accepted : .malformed
    }

    /// Whether an op of the same first issue is accepted that is about something else or says
    /// something else: its dot would become a further name of that op, and a name must not mean two
    /// things.
    public func contradicts(_ op: PlacedOp) throws -> Bool {
        guard let first = try accepted(op.identity) else { return false }
        return !op.says(what: first)
    }

    /// Whether the account has issued the op first: the op says so where it is there; of one that
    /// is not, perhaps because it was lost, its replica does.
    private func mayIssueAgain(
        _ first: Identity, _ account: AccountID, _ isOwn: (ReplicaID) -> Bool
    ) throws -> Bool {
        guard first.scope == set.id.octets else { return true }
        if let op = try set.op(at: first.dot) { return op.author == account }
        return isOwn(first.dot.replica)
    }

    /// The op of a first issue, as it was accepted first.
    private func accepted(_ identity: Identity) throws -> PlacedOp? {
        if identity.scope == set.id.octets, let op = try set.op(at: identity.dot),
            op.verdict == .accepted, op.identity == identity
        {
            return op
        }
        return try set.acceptedAgain(identity).flatMap { try set.op(at: $0) }
    }

    /// What has to exist before the op can be accepted.
    private func about(_ op: PlacedOp) throws -> EntityID? {
        switch op.op.target {
        case .set: nil
        case .article(let article): EntityID(article)
        case .annotation(let dot): try set.op(at: dot)?.entity
        }
    }

    private func wasRefused(_ entity: EntityID) throws -> Bool {
        try set.ops(of: entity).contains { $0.op.kind.creates && $0.verdict.isRefusal }
    }

    /// What an op is about was made by an op of the class that it takes for granted: a note is on
    /// an article or answers a note, and an article is never made over a note.
    private func isAboutItsSort(_ op: PlacedOp, _ about: EntityID) throws -> Bool {
        let made = try set.entity(about, .confirmed)?.creation?.kind.opClass
        switch (op.op.kind.opClass, op.op.target) {
        case (.make, .article): return made == .article
        case (.make, .annotation), (.note, _): return made == .make
        case (.article, _): return made == .article || (made == nil && op.op.kind.creates)
        case (.set, _): return about.octets == set.id.octets
        default: return false
        }
    }

    /// What the op names are values of the entity that it changes, of a text only another text
    /// op's; an entity that is only now made has none.
    ///
    /// Else a commenter could take away, by a kind that nobody knows, what others wrote.
    private func namesAreSound(_ op: PlacedOp) throws -> Bool {
        if op.op.kind.opClass == .make { return op.op.names.isEmpty }
        if op.op.kind == .text, op.op.names.isEmpty { return false }
        for dot in op.op.names {
            guard let named = try set.op(at: dot), named.entity == op.entity,
                named.op.kind.isText == (op.op.kind == .text)
            else { return false }
        }
        return true
    }

    /// The class, the target and whether the op makes its entity fit together: rights are judged by
    /// class, so only a class whose rights are a creator's may create.
    private func formIsSound(_ op: Op) -> Bool {
        switch (op.kind.opClass, op.target) {
        case (.make, .article), (.make, .annotation): op.kind.creates
        case (.note, .annotation), (.set, .set): !op.kind.creates
        case (.article, .article): true
        default: false
        }
    }
}

extension PlacedOp {
    /// Whether the op, issued again, is about the same and says the same as when it was accepted.
    fileprivate func says(what first: PlacedOp) -> Bool {
        entity == first.entity && op.kind == first.op.kind && op.stamp == first.op.stamp
            && op.payload == first.op.payload
    }
}
