public import AnnotationModel
public import Query

/// Which annotations are gone through, and in which order.
public struct EntitySearch: Sendable {
    /// What an index can say of those that are wanted.
    public var narrowing: Narrowing
    /// Only those of these sets; nil is all.
    public var sets: Set<SetID>?
    /// Only those made then, in milliseconds since 1970.
    public var created: Range<UInt64>
    /// Whether those that are deleted, or whose article is, are wanted too.
    public var includeDead: Bool
    /// Whether what was made first comes first.
    public var isOldestFirst: Bool

    /// Asks for all that is alive, the newest first, unless told otherwise.
    public init(
        narrowing: Narrowing = .everything, sets: Set<SetID>? = nil,
        created: Range<UInt64> = 0..<UInt64.max, includeDead: Bool = false,
        isOldestFirst: Bool = false
    ) {
        self.narrowing = narrowing
        self.sets = sets
        self.created = created
        self.includeDead = includeDead
        self.isOldestFirst = isOldestFirst
    }
}
