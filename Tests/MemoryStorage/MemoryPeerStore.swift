public import AnnotationModel
public import Octets
public import Replication
public import SyncEngine

/// A server's store, in memory; a class because the port is one.
public final class MemoryPeerStore: PeerStore {
    /// The whole store at one time.
    public struct Snapshot {
        fileprivate let own: Own
        fileprivate let sets: [(set: MemoryPeerSet, content: MemoryContent, own: MemoryPeerSet.Own)]
    }

    fileprivate struct Own {
        var epoch: Octets16
        var personal: [AccountID: SetID] = [:]
        var names: [AccountID: String] = [:]
    }

    private var own: Own
    private var sets: [SetID: MemoryPeerSet] = [:]
    private let hashing: any Hashing

    /// A store without sets.
    public init(epoch: Octets16, _ hashing: any Hashing) {
        own = Own(epoch: epoch)
        self.hashing = hashing
    }

    /// Runs the body, and puts everything back if it throws.
    public func transaction<Result>(_ body: (MemoryPeerStore) throws -> Result) throws -> Result {
        let before = snapshot()
        do {
            return try body(self)
        } catch {
            restore(before)
            throw error
        }
    }

    /// The whole store as it is now.
    public func snapshot() -> Snapshot {
        Snapshot(own: own, sets: sets.values.map { ($0, $0.content, $0.own) })
    }

    /// Makes everything what it was.
    public func restore(_ snapshot: Snapshot) {
        own = snapshot.own
        sets = [:]
        for (set, content, own) in snapshot.sets {
            set.content = content
            set.own = own
            sets[set.id] = set
        }
    }

    /// Another store with all that was in this one at the time of the snapshot.
    public func clone(of snapshot: Snapshot) -> MemoryPeerStore {
        let other = MemoryPeerStore(epoch: snapshot.own.epoch, hashing)
        other.own = snapshot.own
        for (set, content, own) in snapshot.sets {
            let twin = MemoryPeerSet(id: set.id, hashing)
            twin.content = content
            twin.own = own
            other.sets[set.id] = twin
        }
        return other
    }

    /// The server's epoch.
    public var epoch: Octets16 {
        get { own.epoch }
        set { own.epoch = newValue }
    }

    /// Nothing keeps a transaction in memory from changing anything.
    public var isReadOnly: Bool { false }

    /// Begins a new epoch, in which every set is held.
    public func beginEpoch(_ epoch: Octets16) throws {
        own.epoch = epoch
        for set in sets.values { set.own.loss = set.own.loss.held }
    }

    /// All sets, ascending.
    public var all: [MemoryPeerSet] { sets.values.sorted { $0.id < $1.id } }

    /// The set; nil if there is none.
    public func set(_ id: SetID) throws -> (any PeerSet)? { sets[id] }

    /// The set, to look into.
    public func memorySet(_ id: SetID) -> MemoryPeerSet? { sets[id] }

    /// Makes an empty set.
    public func makeSet(_ id: SetID) throws -> any PeerSet {
        let set = MemoryPeerSet(id: id, hashing)
        sets[id] = set
        return set
    }

    /// The account's personal set.
    public func personalSet(of account: AccountID) throws -> SetID? { own.personal[account] }

    /// Gives the account its personal set.
    public func putPersonalSet(_ set: SetID, of account: AccountID) throws {
        own.personal[account] = set
    }

    /// The sets in which the account has a role, ascending.
    public func sets(of account: AccountID) throws -> [SetID] {
        sets.values.filter { $0.membership.role(of: account) != nil }.map(\.id).sorted()
    }

    /// The account's name; empty for one that was never named.
    public func name(of account: AccountID) throws -> String { own.names[account] ?? "" }

    /// Names an account.
    public func putName(_ name: String, of account: AccountID) { own.names[account] = name }
}
