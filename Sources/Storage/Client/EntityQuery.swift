public import AnnotationModel

/// Which entities of a store are asked for, and in which order.
public struct EntityQuery: Hashable, Sendable {
    /// The order of the answer.
    public enum Order: Hashable, Sendable, CaseIterable {
        /// The stamp of the creation, the largest first; of equal ones, the larger dot first.
        case newestFirst
        /// The octets of the id, ascending.
        case id
        /// The stamp of the creation, then the dot of its first issue, ascending: a thread's order.
        case oldestFirst
    }

    /// Only those of this set.
    public var set: SetID?
    /// Only those on this article.
    public var article: ArticleID?
    /// Only the replies to this annotation.
    public var parent: EntityID?
    /// Which kinds.
    public var kind: EntityKind
    /// Whether those that are deleted, or whose article is, are asked for too.
    public var includeDead: Bool
    /// How many at most.
    public var limit: Int?
    /// The order.
    public var order: Order
    /// Only those whose id, written in its alphabet (hex for articles, else letters), begins so.
    public var idPrefix: String?

    /// Asks for all that is alive, the newest first, unless told otherwise.
    public init(
        set: SetID? = nil, article: ArticleID? = nil, parent: EntityID? = nil,
        kind: EntityKind = .all, includeDead: Bool = false, limit: Int? = nil,
        order: Order = .newestFirst, idPrefix: String? = nil
    ) {
        self.set = set
        self.article = article
        self.parent = parent
        self.kind = kind
        self.includeDead = includeDead
        self.limit = limit
        self.order = order
        self.idPrefix = idPrefix
    }
}
