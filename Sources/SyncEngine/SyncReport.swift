public import AnnotationModel

/// What taking in an answer did.
public struct SyncReport: Hashable, Sendable {
    /// Ops of this store that are confirmed or refused since.
    public var sent = 0
    /// Ops of others that came in.
    public var received = 0
    /// What was joined or chosen.
    public var merged: [MergeEvent] = []
    /// What went into the drawer.
    public var refused: [DrawerItem] = []
    /// What the server had accepted, and went into the drawer as its set went away.
    public var kept: [DrawerItem] = []
    /// Sets that are not synced any more since this answer, with the reason.
    public var stopped: [SetID: CopyState.Stop] = [:]
    /// Sets the server does not know, or does not show to this account.
    public var unknown: [SetID] = []
    /// Sets of which the server was put back, and that go on from what both know.
    public var putBack: [SetID] = []
    /// Sets that wait, since the server was put back, for a device of an owner.
    public var held: [SetID] = []
    /// Records of others that a server which was put back has no place for: they are kept here.
    public var setAside = 0
    /// Whether the store took a new replica identity.
    public var hasNewIdentity = false
    /// Whether the store's notes moved into the account's personal set.
    public var hasMoved = false
    /// Whether another request is due at once.
    public var isUnfinished = false

    /// Sets that the account was given a role in elsewhere, and that have a copy here since.
    public var joined: [SetID] = []

    /// Nothing yet.
    public init() {}

    /// Adds what a further answer did.
    public mutating func add(_ other: SyncReport) {
        sent += other.sent
        received += other.received
        merged += other.merged
        refused += other.refused
        kept += other.kept
        stopped.merge(other.stopped) { _, new in new }
        unknown += other.unknown
        joined += other.joined
        putBack += other.putBack.filter { !putBack.contains($0) }
        held = other.held
        setAside += other.setAside
        hasNewIdentity = hasNewIdentity || other.hasNewIdentity
        hasMoved = hasMoved || other.hasMoved
        isUnfinished = other.isUnfinished
    }
}
