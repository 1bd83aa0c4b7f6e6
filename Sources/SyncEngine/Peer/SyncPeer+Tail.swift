import Access
import AnnotationModel
import Octets
import Replication
import WireFormat

extension SyncPeer {
    /// Takes in membership entries that this server had before it was put back, in their order
    /// (Protocol/05-sync.md, 7.5).
    ///
    /// What this server's own signature proves anybody may bring, but for grants: those an owner's
    /// device alone. An owner's bare word does for roles, which owners give anyway; for devices
    /// only where the server's key was lost with the set.
    func takeMembers(
        _ entries: [MemberEntry], _ proof: SignedPosition?, from asker: Asker,
        into set: any PeerSet, _ loss: SetLoss
    ) throws {
        let provenCount = proven(entries, proof, set)
        let known = Set(set.membership.entries.map(\.id))
        var newest = newestRoles(entries, set.membership)
        for (index, entry) in entries.enumerated() where !known.contains(entry.id) {
            let isProven = index < provenCount
            guard set.membership.count < WireLimits.membersMax else { return }
            switch entry.change {
            case .found: continue
            case .replica(let replica, let key, let account):
                let isLikely = Naming(hashing).isReplica(replica, of: account)
                guard isProven || isLikely && isBelieved(asker, set, loss),
                    set.membership.replicas[replica] == nil, !set.membership.isRevoked(key)
                else { continue }
            case .revoke(let key):
                guard isProven || isBelieved(asker, set, loss), !set.membership.isRevoked(key)
                else { continue }
            case .role(let account, _, let role):
                guard newest[account].map({ $0 < index }) ?? true,
                    isWelcome(entry, account, role, isProven: isProven, from: asker, set.membership)
                else { continue }
                newest[account] = index
            }
            try set.append(entry)
        }
    }

    private func isBelieved(_ asker: Asker, _ set: any PeerSet, _ loss: SetLoss) -> Bool {
        loss.isFoundedAgain && set.membership.role(of: asker.account) == .owner
    }

    /// For each account that the log here has given a role, the place in the tail of the newest
    /// such entry; beyond the tail if that was given since. What is older decides nothing any more.
    private func newestRoles(
        _ tail: [MemberEntry], _ membership: Membership
    ) -> [AccountID: Int] {
        var places: [Octets16: Int] = [:]
        for (index, entry) in tail.enumerated() where places[entry.id] == nil {
            places[entry.id] = index
        }
        var newest: [AccountID: Int] = [:]
        for entry in membership.entries {
            guard case .role(let account, _, _) = entry.change else { continue }
            newest[account] = max(newest[account] ?? 0, places[entry.id] ?? tail.count)
        }
        return newest
    }

    /// Whether a role that was lost is given or taken again: by who may, and as the rules of
    /// members allow (Protocol/07-access.md, 1).
    private func isWelcome(
        _ entry: MemberEntry, _ account: AccountID, _ role: Role?, isProven: Bool,
        from asker: Asker, _ membership: Membership
    ) -> Bool {
        let now = membership.role(of: account)
        let isLeaving = entry.by == account && role == nil
        let isLowering = (role?.rawValue ?? 0) < (now?.rawValue ?? 0)
        guard !membership.isPersonal,
            membership.role(of: entry.by) == .owner || isLeaving
        else { return false }
        if now == .owner, role != .owner,
            membership.present.count(where: { $0.member.role == .owner }) == 1
        {
            return false
        }
        return membership.role(of: asker.account) == .owner || (isProven && isLowering)
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
}
