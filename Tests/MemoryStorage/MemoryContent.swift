import AnnotationModel
import CRDT
public import Replication

/// What a set in memory keeps: its ops, and its state in two layers.
public struct MemoryContent {
    /// One entity in one layer.
    public struct Layered: Hashable, Sendable {
        /// What is known of the entity itself; nil if it has tokens alone.
        public internal(set) var state: EntityState?
        /// What keeps it alive, by ascending identity.
        public internal(set) var tokens: [Token] = []

        private func index(of identity: Identity) -> (index: Int, isThere: Bool) {
            var low = 0
            var high = tokens.count
            while low < high {
                let middle = (low + high) / 2
                if tokens[middle].identity < identity { low = middle + 1 } else { high = middle }
            }
            return (low, low < tokens.count && tokens[low].identity == identity)
        }

        func token(of identity: Identity) -> Token? {
            let place = index(of: identity)
            return place.isThere ? tokens[place.index] : nil
        }

        mutating func add(_ token: Token) -> Bool {
            let place = index(of: token.identity)
            if place.isThere { return false }
            tokens.insert(token, at: place.index)
            return true
        }

        mutating func removeToken(of identity: Identity) {
            let place = index(of: identity)
            if place.isThere { tokens.remove(at: place.index) }
        }
    }

    struct Placed {
        var op: PlacedOp
        /// Where the op came in among all.
        let place: Int
    }

    var placed: [Dot: Placed] = [:]
    var dots: [EntityID: [Dot]] = [:]
    var again: [Identity: Dot] = [:]
    var confirmed: [EntityID: Layered] = [:]
    /// Entities that are shown otherwise than confirmed, or were since the shown state was last
    /// begun anew.
    var shown: [EntityID: Layered] = [:]
    var contentHash: UInt128 = 0
    private var nextPlace = 0

    /// All ops in the order in which they came.
    public var ops: [PlacedOp] {
        placed.values.sorted { $0.place < $1.place }.map(\.op)
    }

    mutating func put(_ op: PlacedOp) {
        let former = placed[op.dot]
        let place = former?.place ?? nextPlace
        if former == nil { nextPlace += 1 }
        placed[op.dot] = Placed(op: op, place: place)
        guard former == nil || former?.op.entity != op.entity else { return }
        if let former { forget(op.dot, of: former.op.entity) }
        guard let entity = op.entity else { return }
        var index = dots[entity]?.count ?? 0
        while index > 0, let before = dots[entity]?[index - 1],
            let other = placed[before], other.place > place
        {
            index -= 1
        }
        dots[entity, default: []].insert(op.dot, at: index)
    }

    mutating func remove(_ dot: Dot) {
        guard let former = placed.removeValue(forKey: dot) else { return }
        forget(dot, of: former.op.entity)
    }

    private mutating func forget(_ dot: Dot, of entity: EntityID?) {
        guard let entity else { return }
        dots[entity]?.removeAll { $0 == dot }
        if dots[entity]?.isEmpty == true { dots[entity] = nil }
    }

    func layered(_ id: EntityID, _ layer: Layer) -> Layered? {
        layer == .shown ? shown[id] ?? confirmed[id] : confirmed[id]
    }

    @discardableResult
    mutating func change<Result>(
        _ id: EntityID, _ layer: Layer, _ body: (inout Layered) -> Result
    ) -> Result {
        switch layer {
        case .confirmed: return body(&confirmed[id, default: Layered()])
        case .shown: return body(&shown[id, default: confirmed[id] ?? Layered()])
        }
    }
}
