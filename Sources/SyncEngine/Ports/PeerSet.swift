public import CRDT
public import Octets
public import Replication
public import WireFormat

/// One set in the server's store, inside one transaction.
public protocol PeerSet: ReplicatedSet {
    /// The last record's place and the running hash there.
    var end: (seq: UInt64, running: Octets32) { get }
    /// Who is a member, and with which devices.
    var membership: Membership { get }
    /// What the server has lost of it since it was put back or begun anew; nil: nothing.
    var loss: SetLoss? { get }
    /// Says what the server has lost of it.
    func put(_ loss: SetLoss) throws
    /// Appends to the membership log.
    func append(_ entry: MemberEntry) throws
    /// The running hash at a place of the log; nil beyond its end.
    func running(at seq: UInt64) throws -> Octets32?
    /// Appends a record, whose place follows the last one's, and its running hash.
    func append(_ record: Record, running: Octets32) throws
    /// The records behind a place, as many as fit into `octetsMax` and at least one, and whether
    /// more follow.
    func records(after seq: UInt64, octetsMax: Int) throws -> (records: [Record], hasMore: Bool)
    /// The last place that the snapshot stands for; 0 while the log was never cut. Records up to
    /// there are known without their receipts and most signatures.
    var start: UInt64 { get }
    /// The part of the snapshot with the record behind a place; nil behind its end.
    func snapshotPart(after seq: UInt64) throws -> (last: UInt64, octets: [UInt8])?
    /// Puts a part that ends with this running hash in the place of the records and of the part
    /// that it goes over.
    func cut(_ part: SnapshotPart, running: Octets32) throws
    /// The end of a replica's chain.
    func head(of replica: ReplicaID) throws -> ChainHead?
    /// Replaces the end of a replica's chain.
    func putHead(_ head: ChainHead, of replica: ReplicaID) throws
    /// The hash of the bundle that begins with this op; nil for none, or one in the snapshot.
    func bundleHash(_ replica: ReplicaID, first: UInt64) throws -> Octets32?
}

/// The end of a replica's chain of bundles in a set.
public struct ChainHead: Hashable, Sendable {
    /// The counter of its last op.
    public let counter: UInt64
    /// The hash of its last bundle.
    public let hash: Octets32
    /// The epoch in which the replica pushed first.
    public let epoch: Octets16

    /// Takes the parts.
    public init(counter: UInt64, hash: Octets32, epoch: Octets16) {
        self.counter = counter
        self.hash = hash
        self.epoch = epoch
    }
}
