public import AnnotationModel
public import Octets
public import Replication
public import SyncEngine

/// A server's store, in memory; a class because the port is one.
public final class MemoryPeerStore: PeerStore {
    private struct Own {
        var epoch: Octets16
        var personal: [AccountID: SetID] = [:]
        var names: [AccountID: String] = [:]
    }

    private var own: Own
    private var sets: [SetID: MemoryPeerSet] = [:]
    /// The sets that a transaction which is under way has given out; nil outside of one.
    private var touched: [MemoryPeerSet]?
    private let hashing: any Hashing

    /// A store without sets.
    public init(epoch: Octets16, _ hashing: any Hashing) {
        own = Own(epoch: epoch)
        self.hashing = hashing
    }

    /// Runs the body, and puts everything back if it throws.
    public func transaction<Result>(_ body: (MemoryPeerStore) throws -> Result) throws -> Result {
        let before = (own, sets)
        touched = []
        defer { touched = nil }
        do {
            let result = try body(self)
            for set in touched ?? [] { set.endChange() }
            return result
        } catch {
            (own, sets) = before
            for set in touched ?? [] { set.undoChange() }
            throw error
        }
    }

    /// Another store with all that is in this one.
    public func copy() -> MemoryPeerStore {
        let other = MemoryPeerStore(epoch: own.epoch, hashing)
        other.own = own
        for (id, set) in sets {
            let twin = MemoryPeerSet(id: id, hashing)
            twin.take(set)
            other.sets[id] = twin
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
        for id in sets.keys {
            guard let set = memorySet(id) else { continue }
            set.own.loss = set.own.loss.held
        }
    }

    /// All sets, ascending.
    public var all: [MemoryPeerSet] { sets.values.sorted { $0.id < $1.id } }

    /// The set; nil if there is none.
    public func set(_ id: SetID) throws -> (any PeerSet)? { memorySet(id) }

    /// The set, to look into.
    public func memorySet(_ id: SetID) -> MemoryPeerSet? {
        guard let set = sets[id] else { return nil }
        if let touched, !touched.contains(where: { $0 === set }) {
            set.beginChange()
            self.touched?.append(set)
        }
        return set
    }

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
