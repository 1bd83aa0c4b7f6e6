import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import WireFormat

/// A machine with a store, and the person at it; a class because messages on their way know whose
/// they are.
final class Machine {
    struct Editor {
        let set: SetID
        let entity: EntityID
        let shown: BodyText
    }

    struct Backup {
        let store: any ReplicaBackup
        let undo: [(SetID, Identity)]
    }

    let name: String
    var disk: any ReplicaDisk
    let signer: Signer
    /// Whose machine it is, also while nobody is logged in.
    let owner: AccountID
    /// How far the clock is off, in milliseconds.
    var skew: Int64 = 0
    /// The latest that its wall clock has said, in milliseconds.
    var latestWall: UInt64 = 0
    var undo: [(SetID, Identity)] = []
    var editors: [Editor] = []
    var backup: Backup?

    init(_ name: String, _ disk: any ReplicaDisk, _ signer: Signer, owner: AccountID) {
        self.name = name
        self.disk = disk
        self.signer = signer
        self.owner = owner
    }

    /// All that is in the store, to look into.
    var store: MemoryReplicaStore { disk.contents }

    var isLoggedIn: Bool { store.account != .none }

    var copies: [MemoryCopy] {
        ((try? store.sets()) ?? []).compactMap { store.memoryCopy(of: $0) }
    }
}

/// What went wrong, and where.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
