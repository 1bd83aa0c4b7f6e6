import AnnotationModel
import Octets
import Reconciliation
public import Replication
public import WireFormat

/// The server's side of a reconciliation: reads, and changes nothing (Protocol/05-sync.md, 10).
public struct ReconcilePeer {
    private let set: any PeerSet & ContentListing
    private let hashing: any Hashing
    private let octetsMax: Int

    /// Speaks of a set, inside of a transaction.
    public init(
        _ set: any PeerSet & ContentListing, _ hashing: any Hashing,
        octetsMax: Int = SyncPeer.answerOctetsMax
    ) {
        self.set = set
        self.hashing = hashing
        self.octetsMax = octetsMax
    }

    /// Answers a request of an account that may read the set.
    public func answer(
        _ request: ReconcileRequest, from asker: SyncPeer.Asker
    ) throws -> ReconcileAnswer {
        let end = set.end
        var answer = ReconcileAnswer(
            isSamePlace: end.seq == request.seq && end.running == request.running,
            contentHash: set.contentHash)
        if answer.isSamePlace {
            let items = ContentItems(key: request.key, hashing)
            if request.symbols > 0 {
                answer.symbols = try items.sketch(set, count: request.symbols).symbols
            }
            answer.named = try items.entities(request.items, in: set).map {
                ReconcileAnswer.Named(item: $0.item, entity: $0.entity)
            }
        }
        answer.records = try records(request.records, for: asker)
        if request.wantsMembers { answer.members = set.membership.entries }
        return answer
    }

    private func records(_ places: [UInt64], for asker: SyncPeer.Asker) throws -> [Record] {
        var result: [Record] = []
        var left = octetsMax
        for seq in Set(places).sorted() where seq > 0 && seq <= set.end.seq {
            // One that is damaged here is left out: another peer may have it.
            guard let record = try? set.records(after: seq - 1, octetsMax: 1).records.first else {
                continue
            }
            let isAuthor =
                set.membership.replicas[record.bundle.replica]?.account == asker.account
            let bundle = record.bundle.withoutPayloads { !isAuthor && record.mask[$0].isRefusal }
            let octets = record.encoded().count
            if octets > left, !result.isEmpty { break }
            left -= min(left, octets)
            result.append(
                Record(
                    seq: seq, bundle: bundle, mask: record.mask, members: record.members,
                    receipt: record.receipt))
        }
        return result
    }
}
