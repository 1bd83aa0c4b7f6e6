import AnnotationModel
import MemoryStorage
import Octets
import SyncEngine

extension MemoryReplicaStore: ReplicaDisk {
    struct Backup: ReplicaBackup {
        let store: MemoryReplicaStore

        func opened() -> any ReplicaDisk { store.copy() }
    }

    func transaction<Result>(_ body: (any ReplicaStore) throws -> Result) throws -> Result {
        try transaction { (store: MemoryReplicaStore) in try body(store) }
    }

    var contents: MemoryReplicaStore { self }

    func logIn(_ account: AccountID) { self.account = account }

    func backup() -> any ReplicaBackup { Backup(store: copy()) }

    func restart() {}

    func faults() -> [String] { [] }
}

/// A server's store in memory.
final class MemoryPeerDisk: PeerDisk {
    struct Backup: PeerBackup {
        let disk: MemoryPeerDisk

        func opened(isNewEpoch: Bool) throws -> any PeerDisk {
            let store = disk.contents.copy()
            if isNewEpoch { try store.beginEpoch(disk.randomness.octets16()) }
            return MemoryPeerDisk(store, disk.randomness)
        }
    }

    let contents: MemoryPeerStore
    private let randomness: SeededRandomness

    init(_ store: MemoryPeerStore, _ randomness: SeededRandomness) {
        contents = store
        self.randomness = randomness
    }

    func transaction<Result: Sendable>(
        _ body: (any PeerStore) throws -> Result
    ) throws -> Result {
        try contents.transaction { try body($0) }
    }

    func putAccount(_ account: AccountID, name: String) { contents.putName(name, of: account) }

    func backup() -> any PeerBackup {
        let store = contents.copy()
        return Backup(disk: MemoryPeerDisk(store, randomness))
    }

    func restart() {}

    func faults() -> [String] { [] }
}
