import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import Storage
import SyncEngine

/// Something that has a replica's store behind the port, and runs transactions on it.
protocol ClientPort {
    func transaction<T>(_ body: (any ReplicaStore) throws -> T) throws -> T
    /// Forgets all that is not on the disk, where there is one.
    mutating func reopen() throws
}

/// The store in memory.
struct MemoryPort: ClientPort {
    let store = MemoryReplicaStore(replica: ReplicaID(.zero), CheapHashing())

    func transaction<T>(_ body: (any ReplicaStore) throws -> T) throws -> T {
        try store.transaction { try body($0) }
    }

    mutating func reopen() {}
}

/// The store in SQLite.
struct SQLitePort: ClientPort {
    let folder: ClientFolder
    private(set) var store: ClientStore

    init() throws {
        folder = try ClientFolder()
        store = try Self.open(folder)
    }

    static func open(
        _ folder: ClientFolder, waitMilliseconds: Int = 5000
    ) throws -> ClientStore {
        try ClientStore.open(
            folder.path("store"), hashing: CheapHashing(), programName: "test",
            waitMilliseconds: waitMilliseconds)
    }

    func transaction<T>(_ body: (any ReplicaStore) throws -> T) throws -> T {
        try store.write { try body($0) }
    }

    mutating func reopen() throws {
        store = try Self.open(folder)
    }
}

/// The ports that the conformance suite is run over.
enum ClientPortKind: CaseIterable {
    case memory
    case sqlite

    func make() throws -> any ClientPort {
        switch self {
        case .memory: MemoryPort()
        case .sqlite: try SQLitePort()
        }
    }
}
