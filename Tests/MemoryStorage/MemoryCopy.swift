public import AnnotationModel
public import CRDT
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
        var heads: [ReplicaID: ChainHead] = [:]
        var texts: [EntityID: BodyText] = [:]
    }

    /// All that is kept beside the content.
    public internal(set) var own: Own
    private let hashing: any Hashing

    /// Keeps nothing but the state.
    public init(id: SetID, _ state: CopyState, _ hashing: any Hashing) {
        own = Own(state: state)
        self.hashing = hashing
        super.init(id: id)
    }

    /// What is known of the set beside its content.
    open var state: CopyState {
        get { own.state }
        set { own.state = newValue }
    }

    /// Who is a member, and with which devices.
    public var membership: Membership { own.membership }

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
