public import AnnotationModel
public import CRDT

/// A replica's store, inside one transaction.
public protocol ReplicaStore: AnyObject {
    /// The replica that ops are issued as.
    var replica: ReplicaID { get set }
    /// The account that is logged in; `none` before the first log-in.
    var account: AccountID { get }
    /// The clock that stamps ops.
    var clock: HybridLogicalClock { get set }

    /// The sets that have a copy here, ascending.
    func sets() throws -> [SetID]
    /// The copy of a set; nil if there is none.
    func copy(of set: SetID) throws -> (any CopyStore)?
    /// Makes an empty copy.
    func makeCopy(of set: SetID, _ state: CopyState) throws -> any CopyStore
    /// Takes a copy away with all that lies in it.
    func removeCopy(of set: SetID) throws
    /// Remembers what an article was called before it moved to another set.
    func putAlias(_ old: EntityID, for new: EntityID) throws
    /// Has what this store remembers of its own commands on one set name another, to which all that
    /// they wrote has moved.
    func moveChanges(from old: SetID, to new: SetID) throws

    /// Puts something into the drawer, unless what has its first issue lies there; returns whether
    /// it did.
    @discardableResult
    func append(_ item: DrawerItem) throws -> Bool
    /// Takes what has this first issue out of the drawer; nothing happens if it is not there.
    func removeDrawn(_ identity: Identity) throws
    /// Whether an op with this first issue was written in this store.
    func wroteHere(_ identity: Identity) throws -> Bool
    /// Remembers that an op was written in this store.
    func putWrittenHere(_ identity: Identity) throws
}
