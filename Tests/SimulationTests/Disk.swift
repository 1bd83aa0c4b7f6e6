import AnnotationModel
import MemoryStorage
import Octets
import SyncEngine

/// What a world's stores, hashes and signatures are made of.
struct Medium: Hashable, Sendable {
    /// In memory, with hashes and signatures that are cheap.
    static let memory = Medium()
    /// SQLite in folders, for every second server and every third machine; for all of every eighth
    /// world. The others are in memory, for one store is as good as another at finding its errors.
    static let sqlite = Medium(isSQLite: true)
    /// In memory, with the hashes and signatures of the real programs.
    static let crypto = Medium(hasCrypto: true)

    var isSQLite = false
    var hasCrypto = false
}

extension Plan {
    var hasServerOnSQLite: Bool { medium.isSQLite && (seed % 2 == 0 || seed % 8 == 1) }

    /// Whether the machine with this number has its store in SQLite.
    func hasStoreOnSQLite(_ index: Int) -> Bool {
        medium.isSQLite && (seed % 8 == 1 || (seed &+ UInt64(index)) % 3 == 0)
    }
}

extension Medium: CustomStringConvertible {
    var description: String { isSQLite ? "sqlite" : hasCrypto ? "crypto" : "memory" }
}

/// A replica's store as a world uses it: transactions, a look inside, and copies of the whole.
protocol ReplicaDisk: AnyObject {
    /// Runs the body as one change: all of it, or nothing if it throws.
    func transaction<Result>(_ body: (any ReplicaStore) throws -> Result) throws -> Result
    /// All that is in the store since the last transaction, to look into.
    var contents: MemoryReplicaStore { get }
    /// Whose store it is from now on.
    func logIn(_ account: AccountID) throws
    /// A copy of the whole, which stays as it is.
    func backup() throws -> any ReplicaBackup
    /// Forgets all that is not on the disk.
    func restart() throws
    /// What the store itself finds wrong, a sentence each.
    func faults() throws -> [String]
}

/// A copy of a replica's store, to put back or to begin other stores with.
protocol ReplicaBackup {
    /// A store with all that was in the copied one.
    func opened() throws -> any ReplicaDisk
}

/// A server's store as a world uses it.
protocol PeerDisk: AnyObject {
    /// Runs the body as one change: all of it, or nothing if it throws.
    func transaction<Result: Sendable>(
        _ body: (any PeerStore) throws -> Result
    ) throws -> Result
    /// All that is in the store since the last transaction, to look into.
    var contents: MemoryPeerStore { get }
    /// Names an account, which has this id.
    func putAccount(_ account: AccountID, name: String) throws
    /// A copy of the whole, which stays as it is.
    func backup() throws -> any PeerBackup
    /// Forgets all that is not on the disk.
    func restart() throws
    /// What the store itself finds wrong, a sentence each.
    func faults() throws -> [String]
}

/// A copy of a server's store.
protocol PeerBackup {
    /// A store with all that was in the copied one; it mints an epoch if it is asked to.
    func opened(isNewEpoch: Bool) throws -> any PeerDisk
}
