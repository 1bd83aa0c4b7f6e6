public import Access
public import AnnotationModel
import CRDT
public import Replication
public import WireFormat

/// A person at a replica's copy of a set: every change is checked against the person's role, names
/// what the person was shown, and is an op in the outbox.
public struct Author {
    /// The replica.
    public let replica: Replica
    /// The copy.
    public let copy: any CopyStore

    /// Writes into `copy`.
    public init(_ replica: Replica, _ copy: any CopyStore) {
        self.replica = replica
        self.copy = copy
    }

    /// The person's role: the owner's in a set that no server knows yet, nil for somebody who is no
    /// member.
    public var role: Role? {
        if copy.membership.count == 0, copy.state.founding != nil { return .owner }
        return copy.membership.role(of: replica.store.account)
    }

    func check(_ action: Action) throws {
        if copy.state.stop == .removed { throw AuthoringFailure.removed }
        // A set that was joined but never synced has no members here yet: the server will judge.
        if copy.membership.count == 0, copy.state.founding == nil { return }
        guard Policy.can(role, action) else {
            throw AuthoringFailure.notAllowed(action, role: role)
        }
    }

    func checkNote(_ entity: EntityID) throws -> EntityState {
        guard let state = try copy.entity(entity, .shown), let creation = state.creation,
            creation.kind.opClass == .make
        else { throw AuthoringFailure.notFound }
        let isAuthor = creation.author == replica.store.account
        try check(isAuthor ? .changeOwnNote : .changeOthersNote)
        return state
    }

    /// Whether the person may change this annotation or article.
    public func mayChange(_ entity: EntityID) throws -> Bool {
        do {
            let isArticle = try copy.entity(entity, .shown)?.creation?.kind.opClass == .article
            if isArticle { try check(.changeArticle) } else { _ = try checkNote(entity) }
            return true
        } catch is AuthoringFailure { return false }
    }

    func check(_ text: String, limit: Int = WireLimits.textOctetsMax) throws {
        if text.utf8.count > limit { throw AuthoringFailure.tooLong(limit: limit) }
        if text.utf8.contains(0) { throw AuthoringFailure.holdsNUL }
    }

    // MARK: Articles

    /// Adds an article, a further version of one, or one that was deleted again; nil if the set has
    /// all of it.
    public func addArticle(_ payload: ArticlePayload) throws -> PlacedOp? {
        try check(.changeArticle)
        try check(payload.title, limit: WireLimits.shortTextOctetsMax)
        try check(payload.url ?? "", limit: WireLimits.shortTextOctetsMax)
        let id = Naming(replica.hashing).article(in: copy.id, key: payload.key)
        let state = try copy.entity(EntityID(id), .shown)
        let isThere = state?.creations.contains { creation in
            (try? ArticlePayload(creation.payload))?.text == payload.text
        }
        if isThere == true, try copy.hasToken(EntityID(id), .shown) { return nil }
        let titles = state?.values(of: .title).map(\.dot) ?? []
        return try replica.issue(
            .addArticle, .article(id), names: titles, payload: .article(payload), in: copy)
    }

    // MARK: Annotations

    /// Makes an annotation of an article; without an anchor it is a page note.
    public func annotate(
        _ article: ArticleID, text: String, anchor: AnchorPayload?
    ) throws -> PlacedOp {
        try check(.annotate)
        try check(text)
        if let anchor { try check(anchor) }
        guard try copy.entity(EntityID(article), .shown)?.creation != nil else {
            throw AuthoringFailure.notFound
        }
        return try replica.issue(
            .annotate, .article(article), payload: .annotation(text: text, anchor: anchor),
            in: copy)
    }

    /// Answers an annotation or a reply.
    public func reply(to parent: EntityID, text: String) throws -> PlacedOp {
        try check(.annotate)
        try check(text)
        guard let creation = try copy.entity(parent, .shown)?.creation else {
            throw AuthoringFailure.notFound
        }
        return try replica.issue(
            .reply, .annotation(creation.dot), payload: .reply(text: text), in: copy)
    }

    /// Makes the text of an annotation another one, by the fewest runs against what the person was
    /// shown; nil if nothing changes.
    public func edit(
        _ entity: EntityID, shown: BodyText, to text: String
    ) throws -> PlacedOp? {
        _ = try checkNote(entity)
        try check(text)
        let base = try replica.standing(shown, of: entity, in: copy)
        let runs = Self.bounded(TextEdit.runs(from: base.text, to: text)) { base.text }
        return runs.isEmpty ? nil : try write(runs, to: entity, over: base.heads)
    }

    /// Says of a text in which edits met that it is good as it is, by an op that joins them and
    /// types nothing; nil if it is the text of one edit.
    public func accept(_ shown: BodyText, of entity: EntityID) throws -> PlacedOp? {
        _ = try checkNote(entity)
        let heads = try replica.standing(shown, of: entity, in: copy).heads
        return heads.count > 1 ? try write([], to: entity, over: heads) : nil
    }

    func write(
        _ runs: [Payload.Run], to entity: EntityID, over heads: [Identity]
    ) throws -> PlacedOp {
        let target = try target(of: entity)
        var dots = try heads.compactMap { try replica.dot(of: $0, in: copy) }
        // More heads than an op may name are joined in groups first (Protocol/03-replication.md,
        // 6).
        while dots.count > WireLimits.predecessorsMax {
            let group = Array(dots.prefix(WireLimits.predecessorsMax))
            let join = try replica.issue(
                .text, target, names: group, payload: .runs([]), in: copy)
            dots = dots.dropFirst(group.count) + [join.dot]
        }
        return try replica.issue(.text, target, names: dots, payload: .runs(runs), in: copy)
    }

    /// Writes a register of an annotation (colour, status, words attached to) or of an article
    /// (title).
    public func set(
        _ register: OpKind, of entity: EntityID, to payload: Payload
    ) throws -> PlacedOp? {
        let isArticle = register.opClass == .article
        if isArticle { try check(.changeArticle) } else { _ = try checkNote(entity) }
        if case .name(let name) = payload {
            try check(
                name, limit: isArticle ? WireLimits.shortTextOctetsMax : WireLimits.nameOctetsMax)
        }
        if case .anchor(let anchor) = payload { try check(anchor) }
        let values = try copy.entity(entity, .shown)?.values(of: register) ?? []
        if values.count == 1, values[0].kind == register, values[0].payload == payload.encoded() {
            return nil
        }
        let target = isArticle ? .article(ArticleID(entity.octets)) : try target(of: entity)
        return try replica.issue(
            register, target, names: values.map(\.dot), payload: payload, in: copy)
    }

    /// Names the set.
    public func nameSet(_ name: String) throws -> PlacedOp {
        try check(.changeSet)
        try check(name, limit: WireLimits.nameOctetsMax)
        let values = try copy.entity(EntityID(copy.id.octets), .shown)?.values(of: .setName) ?? []
        return try replica.issue(
            .setName, .set, names: values.map(\.dot), payload: .name(name), in: copy)
    }

    /// Puts a tag on, unless the annotation has it.
    public func tag(_ entity: EntityID, _ tag: String) throws -> PlacedOp? {
        let state = try checkNote(entity)
        try check(tag, limit: WireLimits.nameOctetsMax)
        let payload = Payload.name(tag)
        let isThere = state.values(of: .tag).contains { $0.payload == payload.encoded() }
        if isThere { return nil }
        return try replica.issue(.tag, try target(of: entity), payload: payload, in: copy)
    }

    /// Takes a tag off: all of its live values that the person sees.
    public func untag(_ entity: EntityID, _ tag: String) throws -> PlacedOp? {
        let payload = Payload.name(tag).encoded()
        let seen = try checkNote(entity).values(of: .tag).filter { $0.payload == payload }
        if seen.isEmpty { return nil }
        return try replica.issue(
            .untag, try target(of: entity), names: seen.map(\.dot), in: copy)
    }

    // MARK: Deletion

    /// Deletes an annotation or an article: what the person has seen of it.
    public func delete(_ entity: EntityID) throws -> PlacedOp {
        guard let creation = try copy.entity(entity, .shown)?.creation else {
            throw AuthoringFailure.notFound
        }
        let isArticle = creation.kind.opClass == .article
        if isArticle { try check(.changeArticle) } else { _ = try checkNote(entity) }
        let kills = try copy.tokens(of: entity, .shown).map(\.dot)
        guard kills.count <= WireLimits.killsMax else { throw AuthoringFailure.tooMuch }
        return try replica.issue(
            isArticle ? .deleteArticle : .delete, try target(of: entity), kills: kills, in: copy)
    }

    /// Takes a deletion back.
    public func revive(_ entity: EntityID) throws -> PlacedOp {
        guard let creation = try copy.entity(entity, .shown)?.creation else {
            throw AuthoringFailure.notFound
        }
        let isArticle = creation.kind.opClass == .article
        if isArticle { try check(.changeArticle) } else { _ = try checkNote(entity) }
        return try replica.issue(
            isArticle ? .reviveArticle : .revive, try target(of: entity), in: copy)
    }

    // MARK: Names

    func target(of entity: EntityID) throws -> Op.Target {
        guard let creation = try copy.entity(entity, .shown)?.creation else {
            throw AuthoringFailure.notFound
        }
        if creation.kind.opClass == .article { return .article(ArticleID(entity.octets)) }
        return .annotation(creation.dot)
    }
}
