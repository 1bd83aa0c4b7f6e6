import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine

@testable import Storage

/// A replica's store in SQLite, beside one in memory that is told the same: what the disk says is
/// held against it at each reading, and all of it from time to time.
final class SQLiteReplicaDisk: ReplicaDisk {
    struct Backup: ReplicaBackup {
        let folder: ScratchFolder
        let contents: MemoryReplicaStore
        let hashing: any Hashing

        func opened() throws -> any ReplicaDisk {
            let new = try ScratchFolder()
            try new.write(folder.octets(of: fileName), to: fileName)
            let client = try SQLiteReplicaDisk.opened(new, hashing)
            return SQLiteReplicaDisk(client, contents.copy())
        }
    }

    private static let fileName = "store.db"
    /// After how many transactions all is read back.
    private static let share = 32

    private let folder: ScratchFolder
    private let hashing: LentHashing
    private var store: ClientStore
    private var count = 0
    let contents: MemoryReplicaStore

    convenience init(replica: ReplicaID, _ hashing: any Hashing) throws {
        try self.init(
            StorePool.client(hashing) ?? Self.new(hashing),
            MemoryReplicaStore(replica: replica, hashing))
        try store.write { $0.replica = replica }
    }

    private init(_ client: StorePool.Client, _ contents: MemoryReplicaStore) {
        folder = client.folder
        store = client.store
        hashing = client.hashing
        self.contents = contents
    }

    deinit {
        StorePool.giveBack(StorePool.Client(folder: folder, store: store, hashing: hashing))
    }

    private static func new(_ hashing: any Hashing) throws -> StorePool.Client {
        let folder = try ScratchFolder()
        try folder.write(StoreTemplate.client.get(), to: fileName)
        return try opened(folder, hashing)
    }

    private static func opened(
        _ folder: ScratchFolder, _ hashing: any Hashing
    ) throws -> StorePool.Client {
        let hashing = LentHashing(hashing)
        return StorePool.Client(
            folder: folder, store: try open(folder, hashing), hashing: hashing)
    }

    private static func open(
        _ folder: ScratchFolder, _ hashing: any Hashing
    ) throws -> ClientStore {
        try ClientStore.open(folder.path, hashing: hashing, programName: "simulation")
    }

    func transaction<Result>(_ body: (any ReplicaStore) throws -> Result) throws -> Result {
        let differences = Differences()
        let result = Swift.Result {
            try contents.transaction { (memory: MemoryReplicaStore) in
                try store.write { try body(MirroredReplica($0, memory, differences)) }
            }
        }
        try differences.check()
        count += 1
        if count % Self.share == 0 { try look() }
        return try result.get()
    }

    /// Reads all back, and holds it against what memory has.
    private func look() throws {
        let differences = Differences()
        try contents.compare(with: store.read { try $0.contents(hashing) }, differences)
        try differences.check()
    }

    func logIn(_ account: AccountID) throws {
        try store.write { try $0.putSetting(.accountID, account.octets.octets) }
        contents.account = account
    }

    func backup() throws -> any ReplicaBackup {
        let copy = try ScratchFolder()
        try store.backup(to: copy.path + "/" + Self.fileName)
        return Backup(
            folder: copy, contents: contents.copy(), hashing: hashing.lent)
    }

    func restart() throws { store = try Self.open(folder, hashing) }

    func faults() throws -> [String] {
        try look()
        // What was looked at has its checksums right; what is derived of it is looked at in turn.
        return try store.check(deep: count % 4 == 0)
    }
}
