public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import SyncEngine
public import WireFormat

/// A replica's copy of a set, in memory; a class for the same reason as ``MemorySet``.
open class MemoryCopy: MemorySet, CopyStore {
    /// All that a copy keeps beside its content.
    public struct Own {
        /// What is known of the set beside its content.
        public var state: CopyState
        /// Who is a member.
        public internal(set) var membership = Membership()
        /// Dots of own ops that have not come back, in order.
        public internal(set) var outbox: [Dot] = []
        /// Sealed bundles that have not come back, in order.
        public internal(set) var sealed: [Bundle] = []
        /// The log as received.
        public internal(set) var records: [Record] = []
        /// What merges did.
        public internal(set) var events: [MergeEvent] = []
        /// Records that the server lost, in their order.
        public internal(set) var lost: [LostRecord] = []
        /// The membership log that the server lost.
        public internal(set) var lostMembers: [MemberEntry] = []
        var heads: [ReplicaID: ChainHead] = [:]
        var texts: [EntityID: BodyText] = [:]
    }

    /// All that is kept beside the content; lent out, for a copy of all of it is much.
    public final internal(set) var own: Own {
        _read { yield kept }
        _modify { yield &kept }
    }

    private final var kept: Own
    private let hashing: any Hashing

    /// Keeps nothing but the state.
    public init(id: SetID, _ state: CopyState, _ hashing: any Hashing) {
        kept = Own(state: state)
        self.hashing = hashing
        super.init(id: id)
    }

    /// Another copy with all that is in this one, and without its faults.
    public func twin() -> MemoryCopy {
        let twin = MemoryCopy(id: id, kept.state, hashing)
        twin.content = content
        twin.kept = kept
        return twin
    }

    /// What is known of the set beside its content.
    public final var state: CopyState {
        // Not lent out: a part read from what is lent came out as other octets in a release build.
        get { kept.state }
        _modify { yield &kept.state }
    }

    /// Who is a member, and with which devices.
    public final var membership: Membership {
        _read { yield kept.membership }
    }

    /// Appends to the membership log.
    open func append(_ entry: MemberEntry) throws { own.membership.append(entry, hashing) }

    /// The dots of the replica's own ops that have not come back, in order.
    open func outbox() throws -> [Dot] { own.outbox }

    /// Appends an op to the outbox.
    open func appendToOutbox(_ dot: Dot) throws { own.outbox.append(dot) }

    /// Takes an op out of the outbox.
    open func removeFromOutbox(_ dot: Dot) throws { own.outbox.removeAll { $0 == dot } }

    /// Forgets an op.
    open func removeOp(at dot: Dot) throws { content.remove(dot) }

    /// Makes what is shown what is confirmed.
    open func resetShown() throws -> [EntityID] {
        defer { content.shown = [:] }
        return content.shown.keys.sorted()
    }

    /// All ops of an account that are accepted or pending, in the order in which they came.
    open func ops(by account: AccountID) throws -> [PlacedOp] {
        content.ops.filter { $0.author == account && !$0.verdict.isRefusal }
    }

    /// The end of a replica's chain of bundles.
    open func head(of replica: ReplicaID) throws -> ChainHead? { own.heads[replica] }

    /// Replaces the end of a replica's chain.
    open func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        own.heads[replica] = head
    }

    /// The sealed bundles that have not come back, in order.
    open func sealed() throws -> [Bundle] { own.sealed }

    /// Appends a sealed bundle.
    open func appendSealed(_ bundle: Bundle) throws { own.sealed.append(bundle) }

    /// Forgets the sealed bundles up to the one whose last op has this counter.
    open func removeSealed(through counter: UInt64) throws {
        own.sealed.removeAll { $0.last <= counter }
    }

    /// Keeps a record.
    open func append(_ record: Record) throws { own.records.append(record) }

    /// The kept records behind a place.
    open func records(after seq: UInt64, count: Int) throws -> [Record] {
        Array(own.records.dropFirst(Int(clamping: seq)).prefix(count))
    }

    /// Forgets the kept records behind a place.
    open func removeRecords(after seq: UInt64) throws { own.records.removeAll { $0.seq > seq } }

    /// Forgets all that was made of records.
    open func resetContent() throws {
        content = MemoryContent()
        own.heads = [:]
        own.texts = [:]
    }

    /// Puts another membership log in the place of the one that is held.
    open func replaceMembers(with entries: [MemberEntry]) throws {
        own.membership = Membership(entries, hashing)
    }

    /// The records that the server lost.
    open func lostRecords() throws -> [LostRecord] { own.lost }

    /// What has become of the records that the server lost.
    open func lostFates() throws -> Set<LostRecord.Fate> { Set(own.lost.map(\.fate)) }

    /// Keeps a record that the server lost.
    open func putLost(_ record: LostRecord) throws {
        let hash = record.bundle.hash(hashing)
        let index = own.lost.firstIndex { $0.bundle.hash(hashing) == hash }
        if let index { own.lost[index] = record } else { own.lost.append(record) }
    }

    /// Forgets the lost record with this bundle.
    open func removeLost(bundle: Octets32) throws {
        own.lost.removeAll { $0.bundle.hash(hashing) == bundle }
    }

    /// The membership entries that the server lost, with those before them.
    open func lostMembers() throws -> [MemberEntry] { own.lostMembers }

    /// Keeps the membership log that the server lost; none forgets it.
    open func putLostMembers(_ entries: [MemberEntry]) throws { own.lostMembers = entries }

    /// The text shown of an annotation, if it is worked out.
    open func text(of entity: EntityID) throws -> BodyText? { own.texts[entity] }

    /// Keeps or forgets the text shown of an annotation.
    open func putText(_ text: BodyText?, of entity: EntityID) throws { own.texts[entity] = text }

    /// Keeps what a merge did.
    open func append(_ event: MergeEvent) throws { own.events.append(event) }

    /// Wipes everything but the state and the membership log.
    open func wipe() throws {
        content = MemoryContent()
        let kept = own
        own = Own(state: kept.state)
        own.membership = kept.membership
    }
}
