import Access
import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension SyncPeer {
    /// Takes bundles in order, up to the first that cannot be taken.
    func take(
        _ bundles: [Bundle], of replica: ReplicaID, from asker: Asker, into set: any PeerSet
    ) throws -> [SyncAnswer.Result] {
        var results: [SyncAnswer.Result] = []
        for bundle in bundles {
            guard bundle.set == set.id, bundle.replica == replica else {
                return results + [.refused]
            }
            let result = try take(bundle, from: asker, into: set)
            results.append(result)
            if result != .ok && result != .dup { break }
        }
        return results
    }

    private func take(
        _ bundle: Bundle, from asker: Asker, into set: any PeerSet
    ) throws -> SyncAnswer.Result {
        let hash = bundle.hash(hashing)
        let known = set.membership.replicas[bundle.replica]
        guard isReplica(bundle.replica, of: asker.account, in: set) else { return .forked }
        let chain = try chained(bundle, hash, set)
        guard chain == .ok else { return chain }
        let key = known?.key ?? asker.key
        guard !set.membership.isRevoked(key),
            checker.isValid(bundle.signature, of: hash.octets, by: key),
            isWhole(bundle)
        else { return .refused }
        guard try dependenciesArrived(bundle, set) else { return .missing }
        let head = try set.head(of: bundle.replica)
        if let head, head.epoch != store.epoch { return .forked }
        if known == nil {
            guard hasRoom(for: asker.account, in: set.membership) else { return .refused }
            try set.append(
                MemberEntry(
                    id: randomness.octets16(), by: asker.account,
                    change: .replica(bundle.replica, key: key, account: asker.account)))
        }
        let mask = try judge(bundle, by: asker.account, in: set)
        try append(bundle, mask, to: set, members: set.membership.count)
        try set.putHead(
            ChainHead(counter: bundle.last, hash: hash, epoch: head?.epoch ?? store.epoch),
            of: bundle.replica)
        return .ok
    }

    /// Whether the replica is the account's: as the membership log says, else as its id does.
    func isReplica(
        _ replica: ReplicaID, of account: AccountID, in set: any PeerSet
    ) -> Bool {
        if let known = set.membership.replicas[replica] { return known.account == account }
        return Naming(hashing).isReplica(replica, of: account)
    }

    /// Replicas of one account that a set takes: else one member could fill the membership log up
    /// to where nobody can read it any more.
    private static let replicasMax = 1_024

    func hasRoom(for account: AccountID, in membership: Membership) -> Bool {
        membership.count < WireLimits.membersMax - Self.replicasMax
            && membership.replicas.values.count { $0.account == account } < Self.replicasMax
    }

    func chained(
        _ bundle: Bundle, _ hash: Octets32, _ set: any PeerSet
    ) throws -> SyncAnswer.Result {
        let head = try set.head(of: bundle.replica)
        let counter = head?.counter ?? 0
        if bundle.first <= counter {
            if let there = try set.bundleHash(bundle.replica, first: bundle.first) {
                return there == hash ? .dup : .forked
            }
            return try isInSnapshot(bundle, set) ? .dup : .forked
        }
        if bundle.first > counter + 1 { return .gap }
        return bundle.previous == (head?.hash ?? .zero) ? .ok : .forked
    }

    /// Whether the log once had these ops in these places.
    ///
    /// Where bundles began and ended is not looked up in a snapshot: whoever has other borders
    /// finds out when the record comes back.
    private func isInSnapshot(_ bundle: Bundle, _ set: any PeerSet) throws -> Bool {
        guard set.start > 0 else { return false }
        for (index, entry) in bundle.entries.enumerated() {
            guard try set.op(at: bundle.dot(at: index))?.hash == entry.hash else { return false }
        }
        return true
    }

    /// Whether every op is there, and none names one of its own replica that does not come before
    /// it.
    private func isWhole(_ bundle: Bundle) -> Bool {
        for (index, entry) in bundle.entries.enumerated() {
            guard case .op(let op, _) = entry else { return false }
            let own = bundle.dot(at: index)
            for dot in op.dependencies {
                if dot.replica == own.replica, dot.counter >= own.counter { return false }
            }
        }
        return true
    }

    private func dependenciesArrived(_ bundle: Bundle, _ set: any PeerSet) throws -> Bool {
        for entry in bundle.entries {
            for dot in entry.op.dependencies {
                let isInside = dot.replica == bundle.replica && dot.counter >= bundle.first
                if !isInside, try set.op(at: dot) == nil { return false }
            }
        }
        return true
    }

    /// A verdict for each op, one after the other: an op may lean on one before it in the same
    /// bundle.
    private func judge(
        _ bundle: Bundle, by account: AccountID, in set: any PeerSet
    ) throws -> [Verdict] {
        let role = set.membership.role(of: account)
        let merge = Merge(set, hashing: hashing)
        var mask: [Verdict] = []
        for (index, entry) in bundle.entries.enumerated() {
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash, author: account,
                verdict: .accepted)
            let verdict = try merge.judge(
                op, isWellFormed: { Payload.isWellFormed($0, in: set.id, hashing) },
                may: { Policy.can(role, $0.action(isAuthor: $1)) },
                isOwn: {
                    // What was written before the log-in was nobody's.
                    isReplica($0, of: account, in: set) || isReplica($0, of: .none, in: set)
                })
            mask.append(verdict)
            if verdict == .accepted {
                _ = try merge.accept(op)
            } else {
                try merge.refuse(op.judged(verdict))
            }
        }
        return mask
    }

    func append(
        _ bundle: Bundle, _ mask: [Verdict], to set: any PeerSet, members: Int
    ) throws {
        let seq = set.end.seq + 1
        let bare = Record(
            seq: seq, bundle: bundle, mask: mask, members: members, receipt: nil)
        let running = bare.running(after: set.end.running, hashing)
        let receipt = signer.sign(
            Record.receiptMessage(
                set: set.id.octets, seq: seq, running: running))
        let record = Record(
            seq: seq, bundle: bundle, mask: mask, members: bare.members, receipt: receipt)
        try set.append(record, running: running)
    }
}
