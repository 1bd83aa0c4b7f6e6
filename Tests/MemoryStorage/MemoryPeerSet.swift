public import AnnotationModel
public import CRDT
public import Octets
public import Replication
public import SyncEngine
public import WireFormat

/// One set in a server's memory; a class for the same reason as ``MemorySet``.
public final class MemoryPeerSet: MemorySet, PeerSet {
    /// All that a set on a server keeps beside its content; a class for the same reason as that of
    /// a copy.
    public final class Own {
        /// Who is a member.
        public internal(set) var membership = Membership()
        /// What the server has lost of it.
        public internal(set) var loss: SetLoss?
        /// The parts of the snapshot, ascending.
        public internal(set) var parts: [SnapshotPart] = []
        var heads: [ReplicaID: ChainHead] = [:]
        var records = UndoableArray<Record>()
        /// The running hash at each place of the log, the one before its first record included.
        var running = UndoableArray<Octets32>()
        var bundles = UndoableDictionary<Dot, Octets32>()
        fileprivate var before:
            (
                membership: Membership, loss: SetLoss?, heads: [ReplicaID: ChainHead],
                parts: [SnapshotPart]
            )?

        /// The log, with what was cut of it: an archive to compare with.
        public var log: [Record] { records.values }

        /// The log as it is given out: the beginning as the snapshot has it.
        public var cutLog: [Record] {
            let bare = parts.flatMap(\.records)
            return bare + log.dropFirst(bare.count)
        }
    }

    /// All that is kept beside the content.
    public let own = Own()
    private let hashing: any Hashing

    /// An empty log without members.
    public init(id: SetID, _ hashing: any Hashing) {
        own.running.append(LogPosition.runningStart(of: id, hashing))
        self.hashing = hashing
        super.init(id: id)
    }

    /// Takes over all that is in another set.
    func take(_ other: MemoryPeerSet) {
        content = other.content
        own.take(other.own)
    }

    /// The last record's place and the running hash there.
    public var end: (seq: UInt64, running: Octets32) {
        (UInt64(own.log.count), own.running.values[own.log.count])
    }

    override func beginChange() {
        super.beginChange()
        own.begin()
    }

    override func endChange() {
        super.endChange()
        own.end()
    }

    override func undoChange() {
        super.undoChange()
        own.undo()
    }

    /// Who is a member, and with which devices.
    public var membership: Membership {
        get { own.membership }
    }

    /// What the server has lost of it since it was put back or begun anew; nil: nothing.
    public var loss: SetLoss? { own.loss }

    /// Says what the server has lost of it.
    public func put(_ loss: SetLoss) throws { own.loss = loss }

    /// Appends to the membership log.
    public func append(_ entry: MemberEntry) throws { own.membership.append(entry, hashing) }

    /// The running hash at a place of the log; nil beyond its end.
    public func running(at seq: UInt64) throws -> Octets32? {
        let running = own.running.values
        return seq < UInt64(running.count) ? running[Int(seq)] : nil
    }

    /// Appends a record and its running hash.
    public func append(_ record: Record, running: Octets32) throws {
        own.bundles[record.bundle.dot(at: 0)] = record.bundle.hash(hashing)
        own.records.append(record)
        own.running.append(running)
    }

    /// The records behind a place; each counts as many octets as it has ops, times 256.
    public func records(
        after seq: UInt64, octetsMax: Int
    ) throws -> (records: [Record], hasMore: Bool) {
        var result: [Record] = []
        var octets = 0
        let log =
            seq < start
            ? own.parts.flatMap(\.records).filter { $0.seq > seq }[...]
            : own.log.dropFirst(Int(clamping: seq))
        for record in log {
            octets += record.bundle.entries.count * 256
            if !result.isEmpty, octets > octetsMax { return (result, true) }
            result.append(record)
        }
        return (result, (result.last?.seq ?? seq) < end.seq)
    }

    /// The last place that the snapshot stands for.
    public var start: UInt64 { own.parts.last?.last ?? 0 }

    /// The part of the snapshot with the record behind a place.
    public func snapshotPart(after seq: UInt64) throws -> (last: UInt64, octets: [UInt8])? {
        own.parts.first { $0.last > seq }.map { ($0.last, $0.encoded()) }
    }

    /// Puts a part in the place of records, and of the part that it goes over.
    public func cut(_ part: SnapshotPart, running: Octets32) throws {
        own.parts.removeAll { $0.last >= part.first }
        own.parts.append(part)
        for record in part.records { own.bundles[record.bundle.dot(at: 0)] = nil }
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

extension MemoryPeerSet.Own {
    /// Takes over all that is in another one.
    func take(_ other: MemoryPeerSet.Own) {
        membership = other.membership
        loss = other.loss
        heads = other.heads
        parts = other.parts
        records = other.records
        running = other.running
        bundles = other.bundles
    }

    fileprivate func begin() {
        records.begin()
        running.begin()
        bundles.begin()
        before = (membership, loss, heads, parts)
    }

    fileprivate func end() {
        records.end()
        running.end()
        bundles.end()
        before = nil
    }

    fileprivate func undo() {
        records.undo()
        running.undo()
        bundles.undo()
        if let before { (membership, loss, heads, parts) = before }
        before = nil
    }
}
