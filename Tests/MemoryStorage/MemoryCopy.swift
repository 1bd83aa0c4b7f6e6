public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import SyncEngine
public import WireFormat

/// A replica's copy of a set, in memory; a class for the same reason as ``MemorySet``.
open class MemoryCopy: MemorySet, CopyStore {
    /// All that is kept beside the content.
    public final let own: Own
    private let hashing: any Hashing

    /// Keeps nothing but the state.
    public init(id: SetID, _ state: CopyState, _ hashing: any Hashing) {
        own = Own(state: state)
        self.hashing = hashing
        super.init(id: id)
    }

    /// Another copy with all that is in this one, and without its faults.
    public func twin() -> MemoryCopy {
        let twin = MemoryCopy(id: id, own.state, hashing)
        twin.take(self)
        return twin
    }

    /// Takes over all that is in another copy.
    final func take(_ other: MemoryCopy) {
        content = other.content
        own.take(other.own)
    }

    override final func beginChange() {
        super.beginChange()
        own.begin()
    }

    override final func endChange() {
        super.endChange()
        own.end()
    }

    override final func undoChange() {
        super.undoChange()
        own.undo()
    }

    /// What is known of the set beside its content.
    public final var state: CopyState {
        // Not lent out: a part read from what is lent came out as other octets in a release build.
        get { own.state }
        _modify { yield &own.state }
    }

    /// Who is a member, and with which devices.
    public final var membership: Membership {
        get { own.membership }
    }

    /// Appends to the membership log.
    open func append(_ entry: MemberEntry) throws { own.membership.append(entry, hashing) }

    /// The dots of the replica's own ops that have not come back, in order.
    open func outbox() throws -> [Dot] { own.outbox }

    /// The dots of pending ops that are this first issue issued again.
    open func pendingAgain(_ identity: Identity) throws -> [Dot] {
        content.ops.filter {
            $0.identity == identity && $0.verdict == .pending
                && ($0.identity.dot != $0.dot || identity.scope != id.octets)
        }.map(\.dot)
    }

    /// Appends an op to the outbox.
    open func appendToOutbox(_ dot: Dot) throws { own.outbox.append(dot) }

    /// Takes an op out of the outbox.
    open func removeFromOutbox(_ dot: Dot) throws { own.outbox.removeAll { $0 == dot } }

    /// Forgets an op.
    open func removeOp(at dot: Dot) throws { content.remove(dot) }

    /// Makes what is shown what is confirmed.
    open func resetShown() throws -> [EntityID] {
        let ids = content.shown.keys.sorted()
        content.shown.removeAll()
        return ids
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
    open func append(_ record: Record) throws { own.log.append(record) }

    /// The kept records behind a place.
    open func records(after seq: UInt64, count: Int) throws -> [Record] {
        Array(own.records.dropFirst(Int(clamping: seq)).prefix(count))
    }

    /// Forgets the kept records behind a place.
    open func removeRecords(after seq: UInt64) throws {
        own.log.replace(with: own.records.filter { $0.seq <= seq })
    }

    /// Forgets all that was made of records.
    open func resetContent() throws {
        content.removeAll()
        own.heads = [:]
        own.texts.removeAll()
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
        content.removeAll()
        own.wipe()
    }
}
