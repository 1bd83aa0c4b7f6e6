public import AnnotationModel
public import CRDT
public import Replication

/// A set's ops and both layers of its state, in memory.
///
/// A class because the port is one: a merge changes the set it was given. All of its state is one
/// value, so that it can be put back or copied whole.
open class MemorySet: ReplicatedSet {
    /// The set.
    public let id: SetID
    /// All that is kept; lent out, for a copy of all of it is much.
    public final internal(set) var content: MemoryContent {
        _read { yield kept }
        _modify { yield &kept }
    }

    private final var kept = MemoryContent()

    /// Keeps nothing yet.
    public init(id: SetID) {
        self.id = id
    }

    /// From now on all that is replaced is kept, until the change ends or is undone.
    func beginChange() { kept.begin() }

    /// Keeps the change.
    func endChange() { kept.end() }

    /// Makes everything what it was when the change began.
    func undoChange() { kept.undo() }

    /// The op that arrived or was issued under the dot.
    open func op(at dot: Dot) throws -> PlacedOp? { content.placed[dot]?.op }

    /// Keeps the op; one that is there already keeps its place among the others.
    open func put(_ op: PlacedOp) throws { content.put(op) }

    /// The ops on the entity in the order in which they came.
    open func ops(of entity: EntityID) throws -> [PlacedOp] {
        (content.dots[entity] ?? []).compactMap { content.placed[$0]?.op }
    }

    /// The dot under which an op that was issued again is accepted.
    open func acceptedAgain(_ identity: Identity) throws -> Dot? { content.again[identity] }

    /// Remembers the dot under which an op that was issued again is accepted.
    open func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws {
        content.again[identity] = dot
    }

    /// The entity's state; when shown, the confirmed one unless something else lies over it.
    open func entity(_ id: EntityID, _ layer: Layer) throws -> EntityState? {
        content.layered(id, layer)?.state
    }

    /// Replaces the entity's state.
    open func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws {
        content.change(id, layer) { $0.state = state }
    }

    /// Adds a token; says whether the entity lacked it.
    open func add(_ token: Token, to id: EntityID, _ layer: Layer) throws -> Bool {
        content.change(id, layer) { $0.add(token) }
    }

    /// Takes a token away; says whether it was there.
    open func removeToken(
        _ identity: Identity, from id: EntityID, _ layer: Layer
    ) throws -> Bool {
        guard content.layered(id, layer)?.token(of: identity) != nil else { return false }
        content.change(id, layer) { $0.removeToken(of: identity) }
        return true
    }

    /// The entity's tokens, by ascending identity.
    open func tokens(of id: EntityID, _ layer: Layer) throws -> [Token] {
        content.layered(id, layer)?.tokens ?? []
    }

    /// Whether the entity has a token.
    open func hasToken(_ id: EntityID, _ layer: Layer) throws -> Bool {
        content.layered(id, layer)?.tokens.isEmpty == false
    }

    /// The hash of the confirmed state.
    public final var contentHash: UInt128 {
        get { content.contentHash }
        set { content.contentHash = newValue }
    }

    /// The entities that are shown otherwise than confirmed, or were since the shown state was last
    /// begun anew.
    public final var overridden: Set<EntityID> { Set(content.shown.keys) }

    /// The entities that have a state or a token in the layer, ascending.
    public final func entities(_ layer: Layer) -> [EntityID] {
        var ids = content.confirmed.keys
        if layer == .shown {
            for id in content.shown.keys where content.confirmed[id] == nil {
                ids.append(id)
            }
        }
        ids.sort()
        return ids
    }
}
