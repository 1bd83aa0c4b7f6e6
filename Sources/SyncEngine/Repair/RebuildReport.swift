public import CRDT

/// What working a copy out anew came to.
public struct RebuildReport: Hashable, Sendable {
    /// The state of the log that a copy keeps.
    public enum Log: Hashable, Sendable {
        /// Every record is there, and the running hash is that of the position.
        case whole
        /// Some records are not there; their places, ascending.
        case lacks([UInt64])
        /// Every record is there, but they are not those that the position speaks of.
        case broken
    }

    /// The log that the copy was worked out from; where it is not whole, nothing was changed.
    public var log: Log = .whole
    /// Ops that were written here, were not sent, and are nowhere any more, ascending.
    public var lost: [Dot] = []
    /// Ops that could not be sent without those; they lie in the drawer.
    public var shelved: [DrawerItem] = []
    /// Whether the copy's own ops go on under a new identity: what was sealed is not whole.
    public var needsNewIdentity = false

    /// All is well.
    public init() {}
}
