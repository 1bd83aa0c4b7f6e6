import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine

@testable import Storage

/// A replica's store on the disk, inside one transaction, beside one in memory: both are told what
/// is written, and what the disk says must be what memory has.
final class MirroredReplica: ReplicaStore {
    private let disk: ClientTransaction
    private let memory: MemoryReplicaStore
    private let differences: Differences

    init(_ disk: ClientTransaction, _ memory: MemoryReplicaStore, _ differences: Differences) {
        self.disk = disk
        self.memory = memory
        self.differences = differences
    }

    var replica: ReplicaID {
        get { differences.same(disk.replica, memory.replica, "the replica") }
        set {
            disk.replica = newValue
            memory.replica = newValue
        }
    }

    var account: AccountID { differences.same(disk.account, memory.account, "the account") }

    var clock: HybridLogicalClock {
        get { differences.same(disk.clock, memory.clock, "the clock") }
        set {
            disk.clock = newValue
            memory.clock = newValue
        }
    }

    func sets() throws -> [SetID] {
        differences.same(try disk.sets(), try memory.sets(), "the list of sets")
    }

    func copy(of set: SetID) throws -> (any CopyStore)? {
        let found = try disk.clientCopy(of: set)
        let twin = memory.memoryCopy(of: set)
        guard let found, let twin else {
            _ = differences.same(found == nil, twin == nil, "whether a set is missing")
            return nil
        }
        return MirroredCopy(found, twin, differences)
    }

    func makeCopy(of set: SetID, _ state: CopyState) throws -> any CopyStore {
        _ = try memory.makeCopy(of: set, state)
        let made = try disk.makeCopy(of: set, state)
        return try copy(of: set) ?? made
    }

    func removeCopy(of set: SetID) throws {
        try memory.removeCopy(of: set)
        try disk.removeCopy(of: set)
    }

    func putAlias(_ old: EntityID, for new: EntityID) throws {
        try memory.putAlias(old, for: new)
        try disk.putAlias(old, for: new)
    }

    func moveChanges(from old: SetID, to new: SetID) throws {
        try memory.moveChanges(from: old, to: new)
        try disk.moveChanges(from: old, to: new)
    }

    func append(_ item: DrawerItem) throws -> Bool {
        differences.same(
            try disk.append(item), try memory.append(item), "what is new in the drawer")
    }

    func removeDrawn(_ identity: Identity) throws {
        try memory.removeDrawn(identity)
        try disk.removeDrawn(identity)
    }

    func wroteHere(_ identity: Identity) throws -> Bool {
        differences.same(
            try disk.wroteHere(identity), try memory.wroteHere(identity), "who wrote an op")
    }

    func putWrittenHere(_ identity: Identity) throws {
        try memory.putWrittenHere(identity)
        try disk.putWrittenHere(identity)
    }
}
