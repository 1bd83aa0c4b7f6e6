import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine

@testable import Storage

/// A server's store in SQLite.
final class SQLitePeerDisk: PeerDisk {
    struct Backup: PeerBackup {
        let store: SQLitePeerDisk
        let folder: ScratchFolder

        func opened(isNewEpoch: Bool) throws -> any PeerDisk {
            let new = try ScratchFolder()
            let copied = try SQLitePeerDisk(folder, store.hashing, store.randomness)
            try copied.store.backup(to: new.path)
            return try SQLitePeerDisk(
                new, store.hashing, store.randomness, isNewEpoch: isNewEpoch)
        }
    }

    private let folder: ScratchFolder
    private let hashing: any Hashing
    private let randomness: SeededRandomness
    private var store: ServerStore
    private(set) var contents: MemoryPeerStore

    convenience init(_ hashing: any Hashing, _ randomness: SeededRandomness) throws {
        try self.init(ScratchFolder(), hashing, randomness)
    }

    private init(
        _ folder: ScratchFolder, _ hashing: any Hashing, _ randomness: SeededRandomness,
        isNewEpoch: Bool = false
    ) throws {
        self.folder = folder
        self.hashing = hashing
        self.randomness = randomness
        store = try ServerStore.open(
            folder.path, hashing: hashing, randomness: randomness, isNewEpoch: isNewEpoch
        ) { Array(repeating: 7, count: 32) }
        contents = try Self.contents(store, hashing)
    }

    private static func contents(
        _ store: ServerStore, _ hashing: any Hashing
    ) throws -> MemoryPeerStore {
        try store.read { Looked(contents: try $0.contents(hashing)) }.contents
    }

    func transaction<Result: Sendable>(
        _ body: (any PeerStore) throws -> Result
    ) throws -> Result {
        let result = Swift.Result { try store.write { try body($0) } }
        // Also after a failure: nothing of it may be left.
        contents = try Self.contents(store, hashing)
        return try result.get()
    }

    func putAccount(_ account: AccountID, name: String) throws {
        try store.write { try $0.putAccount(account, name: name) }
        contents = try Self.contents(store, hashing)
    }

    func backup() throws -> any PeerBackup {
        let copy = try ScratchFolder()
        try store.backup(to: copy.path)
        return Backup(store: self, folder: copy)
    }

    func restart() throws {
        store = try ServerStore.open(folder.path, hashing: hashing, randomness: randomness) { [] }
        contents = try Self.contents(store, hashing)
    }

    func faults() throws -> [String] { try store.check(deep: true) }

    // Sendable: made inside of a read, and handed to the one thread that asked for it.
    private struct Looked: @unchecked Sendable {
        let contents: MemoryPeerStore
    }
}
