/// What became of an op; the raw values stand in a record's mask (Protocol/09-codes.md).
public enum Verdict: UInt8, Hashable, Sendable, CaseIterable {
    /// Accepted.
    case accepted = 0
    /// Its author may not do this.
    case denied = 1
    /// It leans on an op that was refused.
    case depends = 2
    /// What it is about does not exist any more.
    case gone = 3
    /// Its class is unknown to the judge.
    case unknownClass = 4
    /// Its payload or its names are not what its kind asks for.
    case malformed = 5
    /// Not judged yet: it has not come back from the server.
    case pending = 255

    /// Whether the op is refused for ever under this dot.
    public var isRefusal: Bool { self != .accepted && self != .pending }
}
