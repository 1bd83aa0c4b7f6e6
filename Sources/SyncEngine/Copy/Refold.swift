import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

/// Makes the confirmed state of a copy anew, from the records that it keeps.
struct Refold {
    private static let recordsAtOnce = 256

    private let copy: any CopyStore
    private let merge: Merge
    private let hashing: any Hashing
    /// The entities that were touched.
    private(set) var touched: Set<EntityID> = []

    init(_ copy: any CopyStore, _ hashing: any Hashing) {
        self.copy = copy
        self.hashing = hashing
        merge = Merge(copy, hashing: hashing)
    }

    /// Forgets the confirmed state and merges the records up to a place; the outbox must be empty.
    ///
    /// The position's `seq` and running hash are those of that place then; `epoch` stands with the
    /// ends of chains.
    mutating func run(through seq: UInt64, epoch: Octets16) throws {
        try copy.removeRecords(after: seq)
        try copy.resetContent()
        var position = LogPosition.start(of: copy.id, hashing)
        while position.seq < seq {
            let records = try copy.records(after: position.seq, count: Self.recordsAtOnce)
            if records.isEmpty { break }
            for record in records {
                try take(record, epoch)
                position.running = record.running(after: position.running, hashing)
                position.seq = record.seq
            }
        }
        copy.state.position.seq = position.seq
        copy.state.position.running = position.running
    }

    private mutating func take(_ record: Record, _ epoch: Octets16) throws {
        let bundle = record.bundle
        let holder = copy.membership.replicas[bundle.replica]
        for (index, entry) in bundle.entries.enumerated() {
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash,
                author: holder?.account ?? .none, verdict: record.mask[index])
            if op.verdict == .accepted {
                touched.formUnion(try merge.accept(op))
            } else if case .refused = entry {
                try merge.refuse(op.withoutEntity)
            } else {
                try merge.refuse(op)
            }
        }
        try copy.putHead(
            ChainHead(counter: bundle.last, hash: bundle.hash(hashing), epoch: epoch),
            of: bundle.replica)
    }
}
