import Access
import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension SyncPeer {
    /// Takes in records that this server had before it was put back, as they were judged then
    /// (Protocol/05-sync.md, 7).
    func takeAgain(
        _ records: [RecordAgain], from asker: Asker, into set: any PeerSet
    ) throws -> [SyncAnswer.Result] {
        try records.map { try takeAgain($0, from: asker, into: set) }
    }

    private func takeAgain(
        _ again: RecordAgain, from asker: Asker, into set: any PeerSet
    ) throws -> SyncAnswer.Result {
        let bundle = again.record.bundle
        let hash = bundle.hash(hashing)
        // Only what was lost can come back.
        guard let loss = set.loss, bundle.set == set.id,
            let holder = holder(of: bundle, from: asker, in: set)
        else { return .refused }
        let chain = try chained(bundle, hash, set)
        guard chain == .ok else { return chain }
        guard checker.isValid(bundle.signature, of: hash.octets, by: holder.key),
            isProven(again, by: asker, in: set, loss)
        else { return .refused }
        guard try standsOnAccepted(again.record, set) else { return .missing }
        guard try !contradicts(again.record, by: holder.account, set) else { return .forked }
        if set.membership.replicas[bundle.replica] == nil {
            try set.append(
                MemberEntry(
                    id: randomness.octets16(), by: asker.account,
                    change: .replica(bundle.replica, key: asker.key, account: asker.account)))
        }
        guard let members = members(for: again.record, set) else { return .refused }
        try merge(bundle, again.record.mask, by: holder.account, into: set)
        try append(bundle, again.record.mask, to: set, members: members)
        // A chain is continued in the epoch it began in only.
        try set.putHead(
            ChainHead(counter: bundle.last, hash: hash, epoch: .zero), of: bundle.replica)
        return .ok
    }

    /// Whose replica it is: as the membership log says; of one that it does not name, the asker's,
    /// if its id says so and its signature proves it.
    private func holder(
        of bundle: Bundle, from asker: Asker, in set: any PeerSet
    ) -> Membership.Holder? {
        let membership = set.membership
        if let known = membership.replicas[bundle.replica] { return known }
        guard !membership.isRevoked(asker.key), hasRoom(for: asker.account, in: membership),
            isReplica(bundle.replica, of: asker.account, in: set)
        else { return nil }
        return Membership.Holder(
            key: asker.key, account: asker.account, since: membership.count + 1)
    }

    /// Under how many entries the record counts here, as near as can be to how many it was judged
    /// under; nil if its replica's key never counts.
    private func members(for record: Record, _ set: any PeerSet) -> Int? {
        let membership = set.membership
        guard let since = membership.replicas[record.bundle.replica]?.since else { return nil }
        let near = min(max(record.members, since), membership.count)
        return [near, since].first {
            membership.holder(of: record.bundle.replica, at: $0) != nil
        }
    }

    /// Whether this server's receipt says that it judged the record so; an owner's word does where
    /// the key was lost with the set.
    private func isProven(
        _ again: RecordAgain, by asker: Asker, in set: any PeerSet, _ loss: SetLoss
    ) -> Bool {
        if loss.isFoundedAgain, set.membership.role(of: asker.account) == .owner { return true }
        guard let receipt = again.record.receipt else { return false }
        let message = Record.receiptMessage(
            set: set.id.octets, seq: again.record.seq,
            running: again.record.running(after: again.previous, hashing))
        return checker.isValid(receipt, of: message, by: signer.key)
    }

    /// Whether what the accepted ops lean on is here and accepted: a reader takes nothing else.
    private func standsOnAccepted(_ record: Record, _ set: any PeerSet) throws -> Bool {
        let bundle = record.bundle
        var made: Set<ArticleID> = []
        for (index, entry) in bundle.entries.enumerated() where record.mask[index] == .accepted {
            guard case .op(let op, _) = entry else { return false }
            for dot in op.dependencies {
                if dot.replica == bundle.replica, dot.counter >= bundle.first {
                    let place = dot.counter - bundle.first
                    guard place < UInt64(index), record.mask[Int(place)] == .accepted else {
                        return false
                    }
                } else if try set.op(at: dot)?.verdict != .accepted {
                    return false
                }
            }
            guard case .article(let article) = op.target else { continue }
            if op.kind.creates, op.kind.opClass == .article {
                made.insert(article)
            } else if !made.contains(article),
                try set.entity(EntityID(article), .confirmed)?.creation == nil
            {
                return false
            }
        }
        return true
    }

    /// Whether it says something else than what came back under one of its first issues: its author
    /// has issued that again in other words since.
    private func contradicts(
        _ record: Record, by account: AccountID, _ set: any PeerSet
    ) throws -> Bool {
        let merge = Merge(set, hashing: hashing)
        return try record.mask.indices.contains { index in
            let entry = record.bundle.entries[index]
            guard record.mask[index] == .accepted, case .op(let op, let hash) = entry else {
                return false
            }
            return try merge.contradicts(
                merge.place(
                    op, at: record.bundle.dot(at: index), hash: hash, author: account,
                    verdict: .accepted))
        }
    }

    private func merge(
        _ bundle: Bundle, _ mask: [Verdict], by account: AccountID, into set: any PeerSet
    ) throws {
        let merge = Merge(set, hashing: hashing)
        for (index, entry) in bundle.entries.enumerated() {
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash, author: account,
                verdict: mask[index])
            if mask[index] == .accepted {
                _ = try merge.accept(op)
            } else {
                try merge.refuse(op)
            }
        }
    }
}
