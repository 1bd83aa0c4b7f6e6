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

    /// A class, so that a table of many is moved and copied as a table of pointers.
    final class Placed: Sendable {
        let op: PlacedOp
        /// Where the op came in among all.
        let place: Int

        init(_ op: PlacedOp, _ place: Int) {
            self.op = op
            self.place = place
        }
    }

    private(set) var placed = UndoableDictionary<Dot, Placed>()
    private(set) var dots = UndoableDictionary<EntityID, [Dot]>()
    var again = UndoableDictionary<Identity, Dot>()
    var confirmed = UndoableDictionary<EntityID, Layered>()
    /// Entities that are shown otherwise than confirmed, or were since the shown state was last
    /// begun anew.
    var shown = UndoableDictionary<EntityID, Layered>()
    var contentHash: UInt128 = 0
    private var nextPlace = 0
    private var before: (contentHash: UInt128, nextPlace: Int)?

    /// All ops in the order in which they came.
    public var ops: [PlacedOp] {
        placed.pairs.map(\.value).sorted { $0.place < $1.place }.map(\.op)
    }

    mutating func put(_ op: PlacedOp) {
        let former = placed[op.dot]
        let place = former?.place ?? nextPlace
        if former == nil { nextPlace += 1 }
        placed[op.dot] = Placed(op, place)
        guard former == nil || former?.op.entity != op.entity else { return }
        if let former { forget(op.dot, of: former.op.entity) }
        guard let entity = op.entity else { return }
        let known = dots[entity] ?? []
        var index = known.count
        while index > 0, let other = placed[known[index - 1]], other.place > place { index -= 1 }
        dots.change(entity, from: []) { $0.insert(op.dot, at: index) }
    }

    mutating func remove(_ dot: Dot) {
        guard let former = placed[dot] else { return }
        placed[dot] = nil
        forget(dot, of: former.op.entity)
    }

    /// Forgets everything.
    mutating func removeAll() {
        placed.removeAll()
        dots.removeAll()
        again.removeAll()
        confirmed.removeAll()
        shown.removeAll()
        contentHash = 0
        nextPlace = 0
    }

    private mutating func forget(_ dot: Dot, of entity: EntityID?) {
        guard let entity, let known = dots[entity] else { return }
        let others = known.filter { $0 != dot }
        dots[entity] = others.isEmpty ? nil : others
    }

    func layered(_ id: EntityID, _ layer: Layer) -> Layered? {
        layer == .shown ? shown[id] ?? confirmed[id] : confirmed[id]
    }

    @discardableResult
    mutating func change<Result>(
        _ id: EntityID, _ layer: Layer, _ body: (inout Layered) -> Result
    ) -> Result {
        switch layer {
        case .confirmed: return confirmed.change(id, from: Layered(), body)
        case .shown:
            let start = confirmed[id] ?? Layered()
            return shown.change(id, from: start, body)
        }
    }
}

extension MemoryContent {
    mutating func begin() {
        placed.begin()
        dots.begin()
        again.begin()
        confirmed.begin()
        shown.begin()
        before = (contentHash, nextPlace)
    }

    mutating func end() {
        placed.end()
        dots.end()
        again.end()
        confirmed.end()
        shown.end()
        before = nil
    }

    mutating func undo() {
        placed.undo()
        dots.undo()
        again.undo()
        confirmed.undo()
        shown.undo()
        if let before { (contentHash, nextPlace) = before }
        before = nil
    }
}
