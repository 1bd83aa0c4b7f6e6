public import Octets

/// The place and hash of an op's first issue: what it is called for ever, wherever it is issued
/// again (Protocol/03-replication.md, 2).
public struct Identity: Hashable, Comparable, Sendable {
    /// The set of the first issue.
    public let scope: Octets16
    /// The replica and counter of the first issue.
    public let dot: Dot
    /// The hash of the op as first issued.
    public let hash: Octets32

    /// Names the op first issued as `dot` in `scope` with this hash.
    @inlinable
    public init(scope: Octets16, dot: Dot, hash: Octets32) {
        self.scope = scope
        self.dot = dot
        self.hash = hash
    }

    /// Compares dots first, then sets, then hashes: total, the same everywhere.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        if left.dot != right.dot { return left.dot < right.dot }
        if left.scope != right.scope { return left.scope < right.scope }
        return left.hash < right.hash
    }
}
