public import CRDT

/// A content op that keeps an entity alive until a deletion that had seen it.
public struct Token: Hashable, Sendable {
    /// The op's first issue.
    public let identity: Identity
    /// The dot under which it is accepted here.
    public let dot: Dot

    /// Takes the parts.
    public init(identity: Identity, dot: Dot) {
        self.identity = identity
        self.dot = dot
    }
}
