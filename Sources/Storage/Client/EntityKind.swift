/// Which entities are asked for.
public enum EntityKind: Hashable, Sendable, CaseIterable {
    /// Articles.
    case articles
    /// Annotations and replies.
    case annotations
    /// Both.
    case all
}
