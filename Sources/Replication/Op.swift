public import AnnotationModel
public import CRDT

/// One change, as its author wrote it: an envelope that any program can judge, merge, hash and
/// relay, and a payload that only programs that know its kind look into
/// (Protocol/03-replication.md, 1).
public struct Op: Hashable, Sendable {
    /// What an op is about.
    public enum Target: Hashable, Sendable {
        /// The set itself.
        case set
        /// An article; for an op that makes an annotation, the article it is on.
        case article(ArticleID)
        /// The annotation that was made under this dot; for an op that makes a reply, its parent.
        case annotation(Dot)
    }

    /// The kind, flags included.
    public let kind: OpKind
    /// What the op is about.
    public let target: Target
    /// Dots of the live values that the op overwrites or takes away, strictly ascending.
    public let names: [Dot]
    /// Dots of the content ops that a deletion had seen on its entity, strictly ascending.
    public let kills: [Dot]
    /// When it was written, as its author's clock had it.
    public let stamp: HybridTimestamp
    /// The first issue of the op, if this is not it.
    public let was: Identity?
    /// One encoded value, whose form the kind decides (Protocol/09-codes.md).
    public let payload: [UInt8]

    /// Takes the parts; `names` and `kills` are sorted and freed of repetitions.
    public init(
        kind: OpKind, target: Target, names: [Dot] = [], kills: [Dot] = [],
        stamp: HybridTimestamp, was: Identity? = nil, payload: [UInt8] = []
    ) {
        self.kind = kind
        self.target = target
        self.names = names.sortedWithoutRepetition()
        self.kills = kills.sortedWithoutRepetition()
        self.stamp = stamp
        self.was = was
        self.payload = payload
    }

    /// The dots that must have arrived before this op can be judged.
    public var dependencies: [Dot] {
        var result = names + kills
        if case .annotation(let dot) = target { result.append(dot) }
        return result
    }

    /// The same op issued again: under another identity of its store, or with other dots named.
    public func reissued(
        as was: Identity, target: Target? = nil, names: [Dot]? = nil, kills: [Dot]? = nil
    ) -> Op {
        Op(
            kind: kind, target: target ?? self.target, names: names ?? self.names,
            kills: kills ?? self.kills, stamp: stamp, was: was, payload: payload)
    }
}

extension [Dot] {
    /// The dots in ascending order, each once.
    func sortedWithoutRepetition() -> [Dot] {
        guard count > 1 else { return self }
        var result: [Dot] = []
        result.reserveCapacity(count)
        for dot in sorted() where dot != result.last { result.append(dot) }
        return result
    }
}
