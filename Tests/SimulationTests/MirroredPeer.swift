import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

@testable import Storage

/// A server's store on the disk, inside one transaction, beside one in memory, as
/// ``MirroredReplica`` is.
final class MirroredPeer: PeerStore {
    private let disk: ServerTransaction
    private let memory: MemoryPeerStore
    private let differences: Differences

    init(_ disk: ServerTransaction, _ memory: MemoryPeerStore, _ differences: Differences) {
        self.disk = disk
        self.memory = memory
        self.differences = differences
    }

    var epoch: Octets16 { differences.same(disk.epoch, memory.epoch, "the epoch") }

    var isReadOnly: Bool { disk.isReadOnly }

    func beginEpoch(_ epoch: Octets16) throws {
        try memory.beginEpoch(epoch)
        try disk.beginEpoch(epoch)
    }

    func set(_ id: SetID) throws -> (any PeerSet)? {
        let found = try disk.serverSet(id)
        let twin = memory.memorySet(id)
        guard let found, let twin else {
            _ = differences.same(found == nil, twin == nil, "whether a set is missing")
            return nil
        }
        return MirroredSet(found, twin, differences)
    }

    func makeSet(_ id: SetID) throws -> any PeerSet {
        _ = try memory.makeSet(id)
        let made = try disk.makeSet(id)
        return try set(id) ?? made
    }

    func personalSet(of account: AccountID) throws -> SetID? {
        differences.same(
            try disk.personalSet(of: account), try memory.personalSet(of: account),
            "a personal set")
    }

    func putPersonalSet(_ set: SetID, of account: AccountID) throws {
        try memory.putPersonalSet(set, of: account)
        try disk.putPersonalSet(set, of: account)
    }

    func sets(of account: AccountID) throws -> [SetID] {
        differences.same(
            try disk.sets(of: account), try memory.sets(of: account),
            "the list of a person's sets")
    }

    func name(of account: AccountID) throws -> String {
        differences.same(try disk.name(of: account), try memory.name(of: account), "a name")
    }
}

/// A set on the disk beside its twin in memory.
private final class MirroredSet: PeerSet {
    private let disk: ServerSet
    private let memory: MemoryPeerSet
    private let differences: Differences

    init(_ disk: ServerSet, _ memory: MemoryPeerSet, _ differences: Differences) {
        self.disk = disk
        self.memory = memory
        self.differences = differences
    }

    private func same<Value: Equatable>(
        _ disk: Value, _ memory: Value, _ what: StaticString
    ) -> Value { differences.same(disk, memory, what) }

    private func both(_ change: (any PeerSet) throws -> Void) throws {
        try change(memory)
        try change(disk)
    }

    var id: SetID { disk.id }

    var end: (seq: UInt64, running: Octets32) {
        _ = same(disk.end.running, memory.end.running, "the end of the log")
        return disk.end
    }

    var membership: Membership {
        _ = same(disk.membership.hash, memory.membership.hash, "the membership log's hash")
        return disk.membership
    }

    var loss: SetLoss? { same(disk.loss, memory.loss, "what a set has lost") }

    var contentHash: UInt128 {
        get { same(disk.contentHash, memory.contentHash, "the content hash") }
        set {
            memory.contentHash = newValue
            disk.contentHash = newValue
        }
    }

    func put(_ loss: SetLoss) throws { try both { try $0.put(loss) } }

    func append(_ entry: MemberEntry) throws { try both { try $0.append(entry) } }

    func running(at seq: UInt64) throws -> Octets32? {
        same(try disk.running(at: seq), try memory.running(at: seq), "a running hash")
    }

    func append(_ record: Record, running: Octets32) throws {
        try both { try $0.append(record, running: running) }
    }

    /// How many records fit is the disk's business, for it knows how long they are.
    func records(
        after seq: UInt64, octetsMax: Int
    ) throws -> (records: [Record], hasMore: Bool) {
        let found = try disk.records(after: seq, octetsMax: octetsMax)
        let all = try memory.records(after: seq, octetsMax: .max).records
        let reached = seq + UInt64(found.records.count)
        if !found.records.elementsEqual(all.prefix(found.records.count))
            || found.hasMore != (reached < memory.end.seq)
            || found.records.isEmpty != all.isEmpty
        {
            differences.note("the log is another")
        }
        return found
    }

    var start: UInt64 { same(disk.start, memory.start, "the end of the snapshot") }

    func snapshotPart(after seq: UInt64) throws -> (last: UInt64, octets: [UInt8])? {
        let found = try disk.snapshotPart(after: seq)
        _ = same(
            found?.octets, try memory.snapshotPart(after: seq)?.octets, "a part of the snapshot")
        return found
    }

    func cut(_ part: SnapshotPart, running: Octets32) throws {
        try both { try $0.cut(part, running: running) }
    }

    func head(of replica: ReplicaID) throws -> ChainHead? {
        same(try disk.head(of: replica), try memory.head(of: replica), "the end of a chain")
    }

    func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        try both { try $0.putHead(head, of: replica) }
    }

    func bundleHash(_ replica: ReplicaID, first: UInt64) throws -> Octets32? {
        same(
            try disk.bundleHash(replica, first: first),
            try memory.bundleHash(replica, first: first), "a bundle's hash")
    }

    func op(at dot: Dot) throws -> PlacedOp? {
        same(try disk.op(at: dot), try memory.op(at: dot), "an op")
    }

    func put(_ op: PlacedOp) throws { try both { try $0.put(op) } }

    func ops(of entity: EntityID) throws -> [PlacedOp] {
        same(try disk.ops(of: entity), try memory.ops(of: entity), "the list of an entity's ops")
    }

    func acceptedAgain(_ identity: Identity) throws -> Dot? {
        same(
            try disk.acceptedAgain(identity), try memory.acceptedAgain(identity),
            "an op's further name")
    }

    func putAcceptedAgain(_ identity: Identity, as dot: Dot) throws {
        try both { try $0.putAcceptedAgain(identity, as: dot) }
    }

    func entity(_ id: EntityID, _ layer: Layer) throws -> EntityState? {
        same(try disk.entity(id, layer), try memory.entity(id, layer), "an entity")
    }

    func put(_ state: EntityState, of id: EntityID, _ layer: Layer) throws {
        try both { try $0.put(state, of: id, layer) }
    }

    func add(_ token: Token, to id: EntityID, _ layer: Layer) throws -> Bool {
        same(
            try disk.add(token, to: id, layer), try memory.add(token, to: id, layer),
            "whether a token was new")
    }

    func removeToken(_ identity: Identity, from id: EntityID, _ layer: Layer) throws -> Bool {
        same(
            try disk.removeToken(identity, from: id, layer),
            try memory.removeToken(identity, from: id, layer), "whether a token was there")
    }

    func tokens(of id: EntityID, _ layer: Layer) throws -> [Token] {
        same(try disk.tokens(of: id, layer), try memory.tokens(of: id, layer), "the list of tokens")
    }

    func hasToken(_ id: EntityID, _ layer: Layer) throws -> Bool {
        same(
            try disk.hasToken(id, layer), try memory.hasToken(id, layer), "whether there are tokens"
        )
    }
}
