public import AnnotationModel
public import CRDT
public import Octets

/// An op at its place in a set's history, with all that follows from the place.
public struct PlacedOp: Hashable, Sendable {
    /// The dot under which it arrived.
    public let dot: Dot
    /// The op; of a refused one of somebody else only the names are known.
    public let op: Op
    /// The hash of the op as issued under `dot`.
    public let hash: Octets32
    /// The place and hash of its first issue.
    public let identity: Identity
    /// What it changes; nil if that cannot be told.
    public let entity: EntityID?
    /// The account whose device signed it; `none` before the first log-in.
    public let author: AccountID
    /// What became of it.
    public let verdict: Verdict

    /// Takes the parts.
    public init(
        dot: Dot, op: Op, hash: Octets32, identity: Identity, entity: EntityID?,
        author: AccountID, verdict: Verdict
    ) {
        self.dot = dot
        self.op = op
        self.hash = hash
        self.identity = identity
        self.entity = entity
        self.author = author
        self.verdict = verdict
    }

    /// The same op about nothing: what a refused op was about cannot be told where only its hash
    /// and names are known.
    public var withoutEntity: PlacedOp {
        PlacedOp(
            dot: dot, op: op, hash: hash, identity: identity, entity: nil, author: author,
            verdict: verdict)
    }

    /// The same op with another verdict.
    public func judged(_ verdict: Verdict) -> PlacedOp {
        PlacedOp(
            dot: dot, op: op, hash: hash, identity: identity, entity: entity, author: author,
            verdict: verdict)
    }
}
