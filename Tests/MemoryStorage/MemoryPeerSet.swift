public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import SyncEngine
public import WireFormat

/// One set in a server's memory; a class for the same reason as ``MemorySet``.
public final class MemoryPeerSet: MemorySet, PeerSet {
    /// All that a set on a server keeps beside its content.
    public struct Own {
        /// Who is a member.
        public internal(set) var membership = Membership()
        /// The log.
        public internal(set) var log: [Record] = []
        /// The running hash at each place of the log, the one before its first record included.
        public internal(set) var running: [Octets32]
        /// What the server has lost of it.
        public internal(set) var loss: SetLoss?
        var heads: [ReplicaID: ChainHead] = [:]
        var bundles: [Dot: Octets32] = [:]
    }

    /// All that is kept beside the content; lent out, for a copy of all of it is much.
    public internal(set) var own: Own {
        _read { yield kept }
        _modify { yield &kept }
    }

    private var kept: Own
    private let hashing: any Hashing

    /// An empty log without members.
    public init(id: SetID, _ hashing: any Hashing) {
        kept = Own(running: [LogPosition.runningStart(of: id, hashing)])
        self.hashing = hashing
        super.init(id: id)
    }

    /// The last record's place and the running hash there.
    public var end: (seq: UInt64, running: Octets32) {
        (UInt64(own.log.count), own.running[own.log.count])
    }

    /// Who is a member, and with which devices.
    public var membership: Membership {
        _read { yield kept.membership }
    }

    /// What the server has lost of it since it was put back or begun anew; nil: nothing.
    public var loss: SetLoss? { own.loss }

    /// Says what the server has lost of it.
    public func put(_ loss: SetLoss) throws { own.loss = loss }

    /// Appends to the membership log.
    public func append(_ entry: MemberEntry) throws { own.membership.append(entry, hashing) }

    /// The running hash at a place of the log; nil beyond its end.
    public func running(at seq: UInt64) throws -> Octets32? {
        seq < UInt64(own.running.count) ? own.running[Int(seq)] : nil
    }

    /// Appends a record and its running hash.
    public func append(_ record: Record, running: Octets32) throws {
        own.bundles[record.bundle.dot(at: 0)] = record.bundle.hash(hashing)
        own.log.append(record)
        own.running.append(running)
    }

    /// The records behind a place; each counts as many octets as it has ops, times 256.
    public func records(
        after seq: UInt64, octetsMax: Int
    ) throws -> (records: [Record], hasMore: Bool) {
        var result: [Record] = []
        var octets = 0
        for record in own.log.dropFirst(Int(clamping: seq)) {
            octets += record.bundle.entries.count * 256
            if !result.isEmpty, octets > octetsMax { return (result, true) }
            result.append(record)
        }
        return (result, false)
    }

    /// The end of a replica's chain.
    public func head(of replica: ReplicaID) throws -> ChainHead? { own.heads[replica] }

    /// Replaces the end of a replica's chain.
    public func putHead(_ head: ChainHead, of replica: ReplicaID) throws {
        own.heads[replica] = head
    }

    /// The hash of the bundle that begins with this op.
    public func bundleHash(_ replica: ReplicaID, first: UInt64) throws -> Octets32? {
        own.bundles[Dot(replica: replica, counter: first)]
    }
}
