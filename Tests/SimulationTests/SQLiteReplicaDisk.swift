import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine

@testable import Storage

/// A replica's store in SQLite.
final class SQLiteReplicaDisk: ReplicaDisk {
    struct Backup: ReplicaBackup {
        let folder: ScratchFolder
        let hashing: any Hashing

        func opened() throws -> any ReplicaDisk {
            let new = try ScratchFolder()
            try SQLiteReplicaDisk.copy(from: folder, to: new, hashing)
            return try SQLiteReplicaDisk(new, hashing)
        }
    }

    private let folder: ScratchFolder
    private let hashing: any Hashing
    private var store: ClientStore
    private(set) var contents: MemoryReplicaStore

    init(replica: ReplicaID, _ hashing: any Hashing) throws {
        folder = try ScratchFolder()
        self.hashing = hashing
        store = try Self.open(folder, hashing)
        contents = try store.write {
            $0.replica = replica
            return MemoryReplicaStore(replica: replica, hashing)
        }
    }

    private init(_ folder: ScratchFolder, _ hashing: any Hashing) throws {
        self.folder = folder
        self.hashing = hashing
        store = try Self.open(folder, hashing)
        contents = try store.read { try $0.contents(hashing) }
    }

    private static func open(
        _ folder: ScratchFolder, _ hashing: any Hashing
    ) throws -> ClientStore {
        try ClientStore.open(folder.path, hashing: hashing, programName: "simulation")
    }

    private static func copy(
        from folder: ScratchFolder, to other: ScratchFolder, _ hashing: any Hashing
    ) throws {
        try open(folder, hashing).backup(to: other.path + "/store.db")
    }

    func transaction<Result>(_ body: (any ReplicaStore) throws -> Result) throws -> Result {
        let result = Swift.Result { try store.write { try body($0) } }
        // Also after a failure: nothing of it may be left.
        contents = try store.read { try $0.contents(hashing) }
        return try result.get()
    }

    func logIn(_ account: AccountID) throws {
        try store.write { try $0.putSetting(.accountID, account.octets.octets) }
        contents.account = account
    }

    func backup() throws -> any ReplicaBackup {
        let copy = try ScratchFolder()
        try Self.copy(from: folder, to: copy, hashing)
        return Backup(folder: copy, hashing: hashing)
    }

    func restart() throws {
        store = try Self.open(folder, hashing)
        contents = try store.read { try $0.contents(hashing) }
    }

    func faults() throws -> [String] { try store.check(deep: true) }
}
