import AnnotationModel
import CRDT
import Replication

/// A set in memory, as plain as can be: only the confirmed state.
final class MemorySet: ReplicatedSet {
    let id: SetID
    var contentHash: UInt128 = 0
    private(set) var states: [EntityID: EntityState] = [:]
    private(set) var tokens: [EntityID: [Identity: Token]] = [:]
    private var byDot: [Dot: PlacedOp] = [:]
    private var order: [Dot] = []
    private var again: [Identity: Dot] = [:]

    init(_ id: SetID) {
        self.id = id
    }

    /// All that anything is known of, ascending.
    var entities: [EntityID] { Set(states.keys).union(tokens.keys).sorted() }

    func op(at dot: Dot) -> PlacedOp? { byDot[dot] }

    func put(_ op: PlacedOp) {
        if byDot.updateValue(op, forKey: op.dot) == nil { order.append(op.dot) }
    }

    func ops(of entity: EntityID) -> [PlacedOp] {
        order.compactMap { byDot[$0] }.filter { $0.entity == entity }
    }

    func acceptedAgain(_ identity: Identity) -> Dot? { again[identity] }
    func putAcceptedAgain(_ identity: Identity, as dot: Dot) { again[identity] = dot }
    func entity(_ id: EntityID, _ layer: Layer) -> EntityState? { states[id] }
    func put(_ state: EntityState, of id: EntityID, _ layer: Layer) { states[id] = state }

    func add(_ token: Token, to id: EntityID, _ layer: Layer) -> Bool {
        guard tokens[id]?[token.identity] == nil else { return false }
        tokens[id, default: [:]][token.identity] = token
        return true
    }

    func removeToken(_ identity: Identity, from id: EntityID, _ layer: Layer) -> Bool {
        tokens[id]?.removeValue(forKey: identity) != nil
    }

    func tokens(of id: EntityID, _ layer: Layer) -> [Token] {
        (tokens[id] ?? [:]).values.sorted { $0.identity < $1.identity }
    }

    func hasToken(_ id: EntityID, _ layer: Layer) -> Bool { tokens[id]?.isEmpty == false }
}
