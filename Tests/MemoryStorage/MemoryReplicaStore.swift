public import AnnotationModel
public import CRDT
public import Replication
public import SyncEngine

/// A replica's store, in memory; a class because the port is one.
public final class MemoryReplicaStore: ReplicaStore {
    /// Makes the copies, so that a test can put a faulty one in their place.
    public typealias Making = @Sendable (SetID, CopyState, any Hashing) -> MemoryCopy

    private struct Own {
        var replica: ReplicaID
        var account = AccountID.none
        var clock = HybridLogicalClock()
        var aliases: [EntityID: EntityID] = [:]
        var drawer: [DrawerItem] = []
    }

    private var own: Own
    private var writtenHere = UndoableDictionary<Identity, Int>()
    private var copies: [SetID: MemoryCopy] = [:]
    /// The copies that a transaction which is under way has given out; nil outside of one.
    private var touched: [MemoryCopy]?
    private let hashing: any Hashing
    private let make: Making

    /// An empty store of nobody.
    public init(
        replica: ReplicaID, _ hashing: any Hashing,
        making make: @escaping Making = { MemoryCopy(id: $0, $1, $2) }
    ) {
        own = Own(replica: replica)
        self.hashing = hashing
        self.make = make
    }

    /// Runs the body, and puts everything back if it throws.
    public func transaction<Result>(
        _ body: (MemoryReplicaStore) throws -> Result
    ) throws -> Result {
        let before = (own, copies)
        touched = []
        defer { touched = nil }
        writtenHere.begin()
        do {
            let result = try body(self)
            writtenHere.end()
            for copy in touched ?? [] { copy.endChange() }
            return result
        } catch {
            (own, copies) = before
            writtenHere.undo()
            for copy in touched ?? [] { copy.undoChange() }
            throw error
        }
    }

    /// Another store with all that is in this one.
    public func copy() -> MemoryReplicaStore {
        let other = MemoryReplicaStore(replica: own.replica, hashing, making: make)
        other.own = own
        other.writtenHere = writtenHere
        for (id, copy) in copies {
            let twin = make(id, copy.state, hashing)
            twin.take(copy)
            other.copies[id] = twin
        }
        return other
    }

    /// The replica that ops are issued as.
    public var replica: ReplicaID {
        get { own.replica }
        set { own.replica = newValue }
    }

    /// The account that is logged in.
    public var account: AccountID {
        get { own.account }
        set { own.account = newValue }
    }

    /// The clock that stamps ops.
    public var clock: HybridLogicalClock {
        get { own.clock }
        set { own.clock = newValue }
    }

    /// What is in the drawer, in the order in which it came.
    public var drawer: [DrawerItem] { own.drawer }
    /// First issues of ops that were written in this store, in their order.
    public var written: [Identity] {
        writtenHere.pairs.sorted { $0.value < $1.value }.map(\.key)
    }
    /// What articles were called before they moved.
    public var aliases: [EntityID: EntityID] { own.aliases }

    /// The sets that have a copy here, ascending.
    public func sets() throws -> [SetID] { copies.keys.sorted() }

    /// The copy of a set.
    public func copy(of set: SetID) throws -> (any CopyStore)? { memoryCopy(of: set) }

    /// The copy of a set, to look into.
    public func memoryCopy(of set: SetID) -> MemoryCopy? {
        guard let copy = copies[set] else { return nil }
        if let touched, !touched.contains(where: { $0 === copy }) {
            copy.beginChange()
            self.touched?.append(copy)
        }
        return copy
    }

    /// Makes an empty copy.
    public func makeCopy(of set: SetID, _ state: CopyState) throws -> any CopyStore {
        let copy = make(set, state, hashing)
        copies[set] = copy
        return copy
    }

    /// Takes a copy away.
    public func removeCopy(of set: SetID) throws { copies[set] = nil }

    /// Remembers what an article was called before.
    public func putAlias(_ old: EntityID, for new: EntityID) throws { own.aliases[old] = new }

    /// Nothing: this store remembers no commands.
    public func moveChanges(from old: SetID, to new: SetID) throws {}

    /// Puts something into the drawer, unless it lies there; returns whether it did.
    @discardableResult
    public func append(_ item: DrawerItem) throws -> Bool {
        if own.drawer.contains(where: { $0.identity == item.identity }) { return false }
        own.drawer.append(item)
        return true
    }

    /// Takes what has this first issue out of the drawer.
    public func removeDrawn(_ identity: Identity) throws {
        own.drawer.removeAll { $0.identity == identity }
    }

    /// Whether an op with this first issue was written in this store.
    public func wroteHere(_ identity: Identity) throws -> Bool { writtenHere[identity] != nil }

    /// Remembers that an op was written in this store.
    public func putWrittenHere(_ identity: Identity) throws {
        if writtenHere[identity] == nil { writtenHere[identity] = writtenHere.count }
    }
}
