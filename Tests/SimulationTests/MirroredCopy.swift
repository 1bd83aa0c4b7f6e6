import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

@testable import Storage

/// A copy on the disk beside its twin in memory, as ``MirroredReplica`` is.
final class MirroredCopy: CopyStore {
    private let disk: ClientCopy
    private let memory: MemoryCopy
    private let differences: Differences

    init(_ disk: ClientCopy, _ memory: MemoryCopy, _ differences: Differences) {
        self.disk = disk
        self.memory = memory
        self.differences = differences
    }

    private func same<Value: Equatable>(
        _ disk: Value, _ memory: Value, _ what: StaticString
    ) -> Value { differences.same(disk, memory, what) }

    private func both(_ change: (any CopyStore) throws -> Void) throws {
        try change(memory)
        try change(disk)
    }

    var id: SetID { disk.id }

    var state: CopyState {
        get { same(disk.state, memory.state, "a copy's state") }
        set {
            memory.state = newValue
            disk.state = newValue
        }
    }

    var contentHash: UInt128 {
        get { same(disk.contentHash, memory.contentHash, "the content hash") }
        set {
            memory.contentHash = newValue
            disk.contentHash = newValue
        }
    }

    var membership: Membership {
        _ = same(disk.membership.hash, memory.membership.hash, "the membership log's hash")
        return disk.membership
    }

    func append(_ entry: MemberEntry) throws { try both { try $0.append(entry) } }

    func replaceMembers(with entries: [MemberEntry]) throws {
        try both { try $0.replaceMembers(with: entries) }
    }

    func wipe() throws { try both { try $0.wipe() } }

    func resetContent() throws { try both { try $0.resetContent() } }
}

/// Ops and entities.
extension MirroredCopy {
    func op(at dot: Dot) throws -> PlacedOp? {
        same(try disk.op(at: dot), try memory.op(at: dot), "an op")
    }

    func put(_ op: PlacedOp) throws { try both { try $0.put(op) } }

    func removeOp(at dot: Dot) throws { try both { try $0.removeOp(at: dot) } }

    func ops(of entity: EntityID) throws -> [PlacedOp] {
        same(try disk.ops(of: entity), try memory.ops(of: entity), "the list of an entity's ops")
    }

    func ops(by account: AccountID) throws -> [PlacedOp] {
        same(
            try disk.ops(by: account), try memory.ops(by: account), "the list of a person's ops")
    }

    func acceptedAgain(_ identity: Identity) throws -> Dot? {
        same(
            try disk.acceptedAgain(identity), try memory.acceptedAgain(identity),
            "an op's further name")
    }

    func pendingAgain(_ identity: Identity) throws -> [Dot] {
        same(
            try disk.pendingAgain(identity), try memory.pendingAgain(identity),
            "the ops issued again")
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

    func resetShown() throws -> [EntityID] {
        same(try disk.resetShown(), try memory.resetShown(), "what was shown otherwise")
    }

    func text(of entity: EntityID) throws -> BodyText? {
        same(try disk.text(of: entity), try memory.text(of: entity), "a text")
    }

    func putText(_ text: BodyText?, of entity: EntityID) throws {
        try both { try $0.putText(text, of: entity) }
    }

    func append(_ event: MergeEvent) throws { try both { try $0.append(event) } }
}

/// The log, and what has not come back.
extension MirroredCopy {
    func outbox() throws -> [Dot] { same(try disk.outbox(), try memory.outbox(), "the outbox") }

    func appendToOutbox(_ dot: Dot) throws { try both { try $0.appendToOutbox(dot) } }

    func removeFromOutbox(_ dot: Dot) throws { try both { try $0.removeFromOutbox(dot) } }

    func head(of replica: ReplicaID) throws -> ChainHead? {
        same(try disk.head(of: replica), try memory.head(of: replica), "the end of a chain")
    }

    func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        try both { try $0.putHead(head, of: replica) }
    }

    func sealed() throws -> [Bundle] {
        same(try disk.sealed(), try memory.sealed(), "the list of sealed bundles")
    }

    func appendSealed(_ bundle: Bundle) throws { try both { try $0.appendSealed(bundle) } }

    func removeSealed(through counter: UInt64) throws {
        try both { try $0.removeSealed(through: counter) }
    }

    func append(_ record: Record) throws { try both { try $0.append(record) } }

    func records(after seq: UInt64, count: Int) throws -> [Record] {
        same(
            try disk.records(after: seq, count: count),
            try memory.records(after: seq, count: count), "the list of records")
    }

    func removeRecords(after seq: UInt64) throws { try both { try $0.removeRecords(after: seq) } }

    func lostRecords() throws -> [LostRecord] {
        same(try disk.lostRecords(), try memory.lostRecords(), "the list of lost records")
    }

    func lostFates() throws -> Set<LostRecord.Fate> {
        same(try disk.lostFates(), try memory.lostFates(), "the fates of lost records")
    }

    func putLost(_ record: LostRecord) throws { try both { try $0.putLost(record) } }

    func removeLost(bundle: Octets32) throws { try both { try $0.removeLost(bundle: bundle) } }

    func lostMembers() throws -> [MemberEntry] {
        same(try disk.lostMembers(), try memory.lostMembers(), "the lost membership log")
    }

    func putLostMembers(_ entries: [MemberEntry]) throws {
        try both { try $0.putLostMembers(entries) }
    }
}

extension MirroredCopy: ListedCopy {
    func entities(_ layer: Layer) throws -> [EntityID] {
        same(try disk.entities(layer), memory.entities(layer), "the list of entities")
    }

    func standing(_ identity: Identity) throws -> PlacedOp? {
        same(try disk.standing(identity), try memory.standing(identity), "what stands of an op")
    }
}
