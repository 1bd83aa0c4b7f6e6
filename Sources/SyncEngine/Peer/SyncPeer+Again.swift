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
        guard bundle.set == set.id,
            let holder = set.membership.replicas[bundle.replica]
        else { return .refused }
        let chain = try chained(bundle, hash, set)
        guard chain == .ok else { return chain }
        guard checker.isValid(bundle.signature, of: hash.octets, by: holder.key),
            isProven(again, by: asker, in: set)
        else { return .refused }
        guard try standsOnAccepted(again.record, set) else { return .missing }
        try merge(bundle, again.record.mask, by: holder.account, into: set)
        let members = max(holder.since, min(again.record.members, set.membership.count))
        try append(
            bundle, again.record.mask, to: set,
            members: set.membership.holder(of: bundle.replica, at: members) == nil
                ? holder.since : members)
        // A chain is continued in the epoch it began in only.
        try set.putHead(
            ChainHead(counter: bundle.last, hash: hash, epoch: .zero), of: bundle.replica)
        return .ok
    }

    /// Whether this server's receipt says that it judged the record so; an owner's word does where
    /// the key is lost.
    private func isProven(_ again: RecordAgain, by asker: Asker, in set: any PeerSet) -> Bool {
        if set.membership.role(of: asker.account) == .owner { return true }
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

    // MARK: Membership

    /// Takes in membership entries that this server had before it was put back, in their order.
    ///
    /// What this server's own signature proves anybody may bring, but for grants: those, and what
    /// is not proven, an owner's device alone.
    func takeMembers(
        _ entries: [MemberEntry], _ proof: SignedPosition?, from asker: Asker,
        into set: any PeerSet
    ) throws {
        let provenCount = proven(entries, proof, set)
        let known = Set(set.membership.entries.map(\.id))
        for (index, entry) in entries.enumerated() where !known.contains(entry.id) {
            let isProven = index < provenCount
            if try isWelcome(entry, isProven: isProven, from: asker, in: set) {
                try set.append(entry)
            }
        }
    }

    /// How many of the entries, from the first on, are the log that the server signed.
    private func proven(
        _ entries: [MemberEntry], _ proof: SignedPosition?, _ set: any PeerSet
    ) -> Int {
        guard let proof, proof.position.members <= entries.count, isSigned(proof, set) else {
            return 0
        }
        var hash = Octets32.zero
        for entry in entries.prefix(proof.position.members) {
            hash = entry.hash(after: hash, hashing)
        }
        return hash == proof.position.membersHash ? proof.position.members : 0
    }

    private func isWelcome(
        _ entry: MemberEntry, isProven: Bool, from asker: Asker, in set: any PeerSet
    ) throws -> Bool {
        let membership = set.membership
        let isOwner = membership.role(of: asker.account) == .owner
        switch entry.change {
        case .found: return false
        case .replica(let replica, let key, let account):
            let isOwn = account == asker.account && key == asker.key
            return membership.replicas[replica] == nil && (isProven || isOwner || isOwn)
                && membership.count < WireLimits.membersMax
        case .revoke(let key): return !membership.isRevoked(key) && (isProven || isOwner)
        case .role(let account, _, let role):
            let now = membership.role(of: account)
            let isLowering = (role?.rawValue ?? 0) < (now?.rawValue ?? 0)
            guard membership.role(of: entry.by) == .owner else { return false }
            return isOwner || (isProven && isLowering)
        }
    }
}
