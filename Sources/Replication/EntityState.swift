public import AnnotationModel
public import CRDT

/// The merged state of one annotation, article or set: what was fixed when it was made, and its
/// live values.
///
/// Its tokens lie beside it, because an article has one for every change of its notes.
public struct EntityState: Hashable, Sendable {
    /// What an op that made the entity said; the one with the smallest identity counts.
    public struct Creation: Hashable, Sendable {
        /// The op's first issue.
        public let identity: Identity
        /// The dot under which it is accepted here.
        public let dot: Dot
        /// The op's kind.
        public let kind: OpKind
        /// When it was made, as its author's clock had it.
        public let stamp: HybridTimestamp
        /// The account that made it.
        public let author: AccountID
        /// The article it is on; nil for an article.
        public let article: ArticleID?
        /// The annotation it answers; nil if it is no reply.
        public let parent: EntityID?
        /// The op's payload.
        public let payload: [UInt8]

        /// Takes the parts.
        public init(
            identity: Identity, dot: Dot, kind: OpKind, stamp: HybridTimestamp,
            author: AccountID, article: ArticleID?, parent: EntityID?, payload: [UInt8]
        ) {
            self.identity = identity
            self.dot = dot
            self.kind = kind
            self.stamp = stamp
            self.author = author
            self.article = article
            self.parent = parent
            self.payload = payload
        }
    }

    /// A value that no accepted op has overwritten.
    public struct Value: Hashable, Sendable {
        /// The first issue of the op that wrote it.
        public let identity: Identity
        /// The dot under which that op is accepted here.
        public let dot: Dot
        /// The op's kind.
        public let kind: OpKind
        /// When it was written, as its author's clock had it.
        public let stamp: HybridTimestamp
        /// The account that wrote it.
        public let author: AccountID
        /// The op's payload.
        public let payload: [UInt8]

        /// Takes the parts.
        public init(
            identity: Identity, dot: Dot, kind: OpKind, stamp: HybridTimestamp,
            author: AccountID, payload: [UInt8]
        ) {
            self.identity = identity
            self.dot = dot
            self.kind = kind
            self.stamp = stamp
            self.author = author
            self.payload = payload
        }
    }

    /// Every accepted op that made the entity, by ascending identity.
    public private(set) var creations: [Creation]
    /// The live values, by ascending identity.
    public private(set) var live: [Value]

    /// Takes creations and values in any order.
    public init(creations: [Creation] = [], live: [Value] = []) {
        self.creations = creations.sorted { $0.identity < $1.identity }
        self.live = live.sorted { $0.identity < $1.identity }
    }

    /// The creation that counts; nil while nothing has made the entity.
    public var creation: Creation? { creations.first }

    /// Adds what an op that made the entity said.
    public mutating func add(_ creation: Creation) {
        let index = creations.firstIndex { creation.identity < $0.identity } ?? creations.count
        creations.insert(creation, at: index)
    }

    /// Adds a live value.
    public mutating func add(_ value: Value) {
        let index = live.firstIndex { value.identity < $0.identity } ?? live.count
        live.insert(value, at: index)
    }

    /// Takes away the live value that the op of this identity left; says whether there was one.
    public mutating func removeValue(of identity: Identity) -> Bool {
        guard let index = live.firstIndex(where: { $0.identity == identity }) else { return false }
        live.remove(at: index)
        return true
    }

    /// The live values of one register, the shown one (largest timestamp, then identity) first.
    public func values(of register: OpKind) -> [Value] {
        live.filter { $0.kind.register == register }.sorted {
            $0.stamp != $1.stamp ? $0.stamp > $1.stamp : $0.identity > $1.identity
        }
    }
}
