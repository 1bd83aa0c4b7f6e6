import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine

@testable import Storage

/// A server's store in SQLite, beside one in memory, as ``SQLiteReplicaDisk`` is.
final class SQLitePeerDisk: PeerDisk {
    struct Backup: PeerBackup {
        let folder: ScratchFolder
        let contents: MemoryPeerStore
        let hashing: any Hashing
        let randomness: SeededRandomness

        func opened(isNewEpoch: Bool) throws -> any PeerDisk {
            let new = try ScratchFolder()
            let name = ServerSchema.fileName
            try new.write(folder.octets(of: name), to: name)
            let twin = contents.copy()
            let server = try SQLitePeerDisk.opened(
                new, hashing, randomness, isNewEpoch: isNewEpoch)
            if isNewEpoch { try twin.beginEpoch(server.store.epoch()) }
            return SQLitePeerDisk(server, twin)
        }
    }

    /// After how many transactions all is read back.
    private static let share = 32

    private let folder: ScratchFolder
    private let hashing: LentHashing
    private let randomness: LentRandomness
    private var store: ServerStore
    private var count = 0
    let contents: MemoryPeerStore

    convenience init(_ hashing: any Hashing, _ randomness: SeededRandomness) throws {
        let server = try StorePool.server(hashing, randomness) ?? Self.new(hashing, randomness)
        let epoch = try server.store.epoch()
        self.init(server, MemoryPeerStore(epoch: epoch, hashing))
    }

    private init(_ server: StorePool.Server, _ contents: MemoryPeerStore) {
        folder = server.folder
        store = server.store
        hashing = server.hashing
        randomness = server.randomness
        self.contents = contents
    }

    deinit {
        StorePool.giveBack(
            StorePool.Server(
                folder: folder, store: store, hashing: hashing, randomness: randomness))
    }

    private static func new(
        _ hashing: any Hashing, _ randomness: SeededRandomness
    ) throws -> StorePool.Server {
        let folder = try ScratchFolder()
        try folder.write(StoreTemplate.server.get(), to: ServerSchema.fileName)
        return try opened(folder, hashing, randomness)
    }

    private static func opened(
        _ folder: ScratchFolder, _ hashing: any Hashing, _ randomness: SeededRandomness,
        isNewEpoch: Bool = false
    ) throws -> StorePool.Server {
        let hashing = LentHashing(hashing)
        let randomness = LentRandomness(randomness)
        let store = try ServerStore.open(
            folder.path, hashing: hashing, randomness: randomness, isNewEpoch: isNewEpoch
        ) { Array(repeating: 7, count: 32) }
        return StorePool.Server(
            folder: folder, store: store, hashing: hashing, randomness: randomness)
    }

    func transaction<Result: Sendable>(
        _ body: (any PeerStore) throws -> Result
    ) throws -> Result {
        let differences = Differences()
        let result = Swift.Result {
            try contents.transaction { memory in
                try store.write { try body(MirroredPeer($0, memory, differences)) }
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
        let read = try store.read { Looked(contents: try $0.contents(hashing)) }.contents
        contents.compare(with: read, differences)
        try differences.check()
    }

    func putAccount(_ account: AccountID, name: String) throws {
        try store.write { try $0.putAccount(account, name: name) }
        contents.putName(name, of: account)
    }

    func backup() throws -> any PeerBackup {
        let copy = try ScratchFolder()
        try store.backup(to: copy.path)
        return Backup(
            folder: copy, contents: contents.copy(), hashing: hashing.lent,
            randomness: randomness.lent)
    }

    func restart() throws {
        store = try ServerStore.open(folder.path, hashing: hashing, randomness: randomness) { [] }
    }

    func faults() throws -> [String] {
        try look()
        // What was looked at has its checksums right; what is derived of it is looked at in turn.
        return try store.check(deep: count % 4 == 0)
    }

    // Sendable: made inside of a read, and handed to the one thread that asked for it.
    private struct Looked: @unchecked Sendable {
        let contents: MemoryPeerStore
    }
}
