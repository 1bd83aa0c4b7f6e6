public import AnnotationModel
public import CRDT

/// One set inside one transaction of a store: what merging needs of it.
///
/// Whoever implements it says which errors it throws; nothing here catches them.
public protocol ReplicatedSet: AnyObject {
    /// The set.
    var id: SetID { get }

    /// The op that arrived or was issued under the dot.
    func op(at dot: Dot) throws -> PlacedOp?
    /// Keeps the op under its dot, in place of one that was there.
    func put(_ op: PlacedOp) throws
    /// All ops on the entity, refused and pending ones included, each after all that it names.
    func ops(of entity: EntityID) throws -> [PlacedOp]
    /// The dot under which an op that was issued again is accepted; nil if none with this first
    /// issue is.
    func acceptedAgain(_ identity: Identity) throws -> Dot?
    /// Remembers the dot under which an op that was issued again is accepted.
    func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws

    /// The entity's state; nil if no op has touched it.
    func entity(_ id: EntityID, _ layer: Layer) throws -> EntityState?
    /// Replaces the entity's state.
    func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws

    /// Adds a token; nothing happens if the entity has it.
    func add(_ token: Token, to id: EntityID, _ layer: Layer) throws -> Bool
    /// Takes a token away, and says whether it was there.
    func removeToken(_ identity: Identity, from id: EntityID, _ layer: Layer) throws -> Bool
    /// The entity's tokens, by ascending identity.
    func tokens(of id: EntityID, _ layer: Layer) throws -> [Token]
    /// Whether the entity has a token.
    func hasToken(_ id: EntityID, _ layer: Layer) throws -> Bool

    /// The hash of the confirmed state (Protocol/03-replication.md, 7).
    var contentHash: UInt128 { get set }
}
