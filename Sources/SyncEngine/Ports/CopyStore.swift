public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import WireFormat

/// A replica's copy of one set, inside one transaction of its store.
public protocol CopyStore: ReplicatedSet {
    /// What is known of the set beside its content.
    var state: CopyState { get set }
    /// Who is a member, and with which devices.
    var membership: Membership { get }
    /// Appends to the membership log.
    func append(_ entry: MemberEntry) throws

    /// The dots of the replica's own ops that have not come back, in order.
    func outbox() throws -> [Dot]
    /// The dots of pending ops that are this first issue issued again, in the order in which they
    /// came.
    func pendingAgain(_ identity: Identity) throws -> [Dot]
    /// Appends an op to the outbox.
    func appendToOutbox(_ dot: Dot) throws
    /// Takes an op out of the outbox.
    func removeFromOutbox(_ dot: Dot) throws
    /// Forgets an op that was never accepted or refused under its dot.
    func removeOp(at dot: Dot) throws
    /// Makes what is shown what is confirmed, and returns the entities of which it was something
    /// else.
    func resetShown() throws -> [EntityID]
    /// All ops of an account that are accepted or pending, each after all that it names.
    func ops(by account: AccountID) throws -> [PlacedOp]
    /// The end of a replica's chain of bundles, as far as the log is read.
    func head(of replica: ReplicaID) throws -> ChainHead?
    /// Replaces the end of a replica's chain.
    func putHead(_ head: ChainHead, of replica: ReplicaID) throws

    /// The sealed bundles that have not come back, in order.
    func sealed() throws -> [Bundle]
    /// Appends a sealed bundle.
    func appendSealed(_ bundle: Bundle) throws
    /// Forgets the sealed bundles up to the one whose last op has this counter.
    func removeSealed(through counter: UInt64) throws
    /// Keeps a record of the log as received.
    func append(_ record: Record) throws
    /// The kept records behind a place, in order, `count` at most.
    func records(after seq: UInt64, count: Int) throws -> [Record]
    /// Forgets the kept records behind a place.
    func removeRecords(after seq: UInt64) throws
    /// Forgets all that was made of records: ops, states, tokens, ends of chains. The outbox is
    /// empty then.
    func resetContent() throws
    /// Puts another membership log in the place of the one that is held.
    func replaceMembers(with entries: [MemberEntry]) throws

    /// The records that the server lost, in the order in which they are to be brought again.
    func lostRecords() throws -> [LostRecord]
    /// What has become of the records that the server lost.
    func lostFates() throws -> Set<LostRecord.Fate>
    /// Keeps a record that the server lost, in place of one with its bundle.
    func putLost(_ record: LostRecord) throws
    /// Forgets the lost record with this bundle.
    func removeLost(bundle: Octets32) throws
    /// The membership entries that the server lost, with those before them.
    func lostMembers() throws -> [MemberEntry]
    /// Keeps the membership log that the server lost; none forgets it.
    func putLostMembers(_ entries: [MemberEntry]) throws

    /// The text shown of an annotation; nil if it is not worked out.
    func text(of entity: EntityID) throws -> BodyText?
    /// Keeps the text shown of an annotation; nil forgets it.
    func putText(_ text: BodyText?, of entity: EntityID) throws
    /// Keeps what a merge did, for the person to see.
    func append(_ event: MergeEvent) throws
    /// Wipes all that came from others and all that was confirmed; the membership log stays.
    func wipe() throws
}
