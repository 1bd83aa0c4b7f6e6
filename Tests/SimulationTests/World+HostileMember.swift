import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// The account of the member who keeps to no rule.
    var hostileAccount: AccountID {
        AccountID(Octets16(high: ~plan.seed, low: plan.seed &+ 0x6d61_6c6c_6f72_7900))
    }

    private func newHostileReplica() -> ReplicaID {
        Naming(hashing).replica(of: hostileAccount, nonce: randomness.octets16())
    }

    private func hostileMember() throws -> HostileMember {
        if let member = play.hostile { return member }
        let member = HostileMember(
            account: hostileAccount, try newSigner(),
            replica: newHostileReplica())
        play.hostile = member
        return member
    }

    /// Gives the hostile member another role, or takes it away.
    func changeHostileRole(_ numbers: inout SplitMix64) throws {
        guard let set = numbers.pick(shared) else { return }
        let roles: [Role?] = [nil, .reader, .commenter, .commenter, .editor, .editor]
        _ = try command(hostileAccount, roles[numbers.below(roles.count)], in: set)
    }

    /// Lets the hostile member try one thing.
    func attack(_ numbers: inout SplitMix64) throws {
        let member = try hostileMember()
        let all = HostileMember.Attack.allCases
        let attack = all[numbers.below(all.count)]
        guard let id = numbers.pick(shared), let set = server.memorySet(id) else { return }
        let isInside = role(of: member.account, in: id) != nil
        if !isInside, member.known[id] == nil || numbers.once(in: 2) {
            let roles: [Role] = [.reader, .commenter, .editor]
            guard try command(member.account, roles[numbers.below(3)], in: id) else { return }
        }
        try read(set, by: member)
        guard let set = server.memorySet(id) else { return }
        var attacker = Attacker(
            member: member, set: set, epoch: server.epoch, hashing: hashing,
            randomness: randomness, now: now, numbers: numbers)
        for request in attacker.requests(attack) {
            try send(request, attack, by: member, in: id, &numbers)
        }
        numbers = attacker.numbers
    }

    /// Reads what the server gives a member, and keeps the server's word for it.
    private func read(_ set: MemoryPeerSet, by member: HostileMember) throws {
        guard !set.isHeld, role(of: member.account, in: set.id) != nil else { return }
        try member.read(set, hashing)
        // As after an answer of status `epoch`, which a set that lost something gives first.
        var start = LogPosition.start(of: set.id, hashing)
        start.epoch = server.epoch
        let asked = SyncRequest.Part(set: set.id, position: .full(start))
        let request = SyncRequest(replica: member.replica, parts: [asked])
        let asker = SyncPeer.Asker(account: member.account, key: member.signer.key)
        let answer = try serverDisk.transaction { try peer($0).answer(request, from: asker) }
        guard let part = answer.parts.first, let receipt = part.receipt,
            let now = server.memorySet(set.id),
            let running = try now.running(at: UInt64(part.log.count))
        else { return }
        member.known[set.id]?.proof = SignedPosition(
            position: LogPosition(
                epoch: server.epoch, seq: UInt64(part.log.count), running: running,
                members: now.membership.count, membersHash: now.membership.hash),
            signature: receipt)
    }

    private func send(
        _ request: SyncRequest, _ attack: HostileMember.Attack, by member: HostileMember,
        in set: SetID, _ numbers: inout SplitMix64
    ) throws {
        var octets = request.encoded()
        if attack == .noise {
            for _ in 0...numbers.below(4) {
                octets[numbers.below(octets.count)] = UInt8(truncatingIfNeeded: numbers.next())
            }
        }
        guard let decoded = try? SyncRequest.decode(octets, hashing) else {
            return count("attack \(attack): not readable")
        }
        let before = standing()
        if attack == .tailSquat || attack == .tailMany { mayFork = true }
        let asker = SyncPeer.Asker(account: member.account, key: member.signer.key)
        let answer = try serverDisk.transaction { try peer($0).answer(decoded, from: asker) }
        noteAgain(answer, decoded)
        for part in answer.parts {
            let results = part.results.map { "\($0)" } + part.again.map { "again \($0)" }
            for result in results.isEmpty ? ["\(part.status)"] : results {
                count("attack \(attack): \(result)")
                count("result \(result)")
                note("attack \(attack): \(result)")
            }
            if part.results.contains(.forked) {
                member.replica = newHostileReplica()
            }
        }
        try checkAttack(attack, by: member, since: before)
    }

    // MARK: What an attack must not do

    private struct Standing {
        let epoch: Octets16
        let logs: [SetID: Int]
        let members: [SetID: Membership]
        let held: Set<SetID>
    }

    private func standing() -> Standing {
        let sets = server.all
        return Standing(
            epoch: server.epoch,
            logs: Dictionary(uniqueKeysWithValues: sets.map { ($0.id, $0.own.log.count) }),
            members: Dictionary(uniqueKeysWithValues: sets.map { ($0.id, $0.membership) }),
            held: Set(sets.filter(\.isHeld).map(\.id)))
    }

    private func checkAttack(
        _ attack: HostileMember.Attack, by member: HostileMember, since before: Standing
    ) throws {
        func fail(_ what: String) -> Failure { Failure("attack \(attack): \(what)") }
        let now = standing()
        guard now.epoch == before.epoch else { throw fail("a new epoch began") }
        guard now.held == before.held else { throw fail("a set is held, or is not any more") }
        guard Set(now.logs.keys) == Set(before.logs.keys) else { throw fail("a set was made") }
        for set in server.all {
            let genuine = Set(member.known[set.id]?.members.map(\.id) ?? [])
            let old = before.members[set.id]?.count ?? 0
            for entry in set.membership.entries.dropFirst(old) where !genuine.contains(entry.id) {
                guard case .replica(_, let key, let account) = entry.change,
                    account == member.account, key == member.signer.key
                else { throw fail("a membership entry that nobody gave was taken") }
            }
            for (account, member) in set.membership.members {
                let earlier = before.members[set.id]?.role(of: account)
                if (member.role?.rawValue ?? 0) > (earlier?.rawValue ?? 0) {
                    throw fail("a right was gained")
                }
            }
            try checkRecords(of: set, after: before.logs[set.id] ?? 0, member, fail)
        }
    }

    /// What the log holds since is the member's own, or what the server itself had given out.
    private func checkRecords(
        of set: MemoryPeerSet, after seq: Int, _ member: HostileMember,
        _ fail: (String) -> Failure
    ) throws {
        for record in set.own.log.dropFirst(seq) {
            let holder = set.membership.replicas[record.bundle.replica]
            if holder?.account == member.account { continue }
            let hash = record.bundle.hash(hashing)
            let genuine = member.known[set.id]?.records.first {
                $0.record.bundle.hash(hashing) == hash
            }
            guard let genuine, genuine.record.mask == record.mask else {
                throw fail("somebody else's record was taken from it")
            }
        }
    }

    /// Nobody's op was taken over: what the log accepts under a first issue of an honest person is
    /// that person's, word for word.
    func checkIssues() throws {
        for set in server.all {
            var seen: Set<Identity> = []
            let log = LogView(set.own.log, set.membership, hashing)
            for entry in log.accepted where seen.insert(entry.identity).inserted {
                guard let issue = play.issues[entry.identity] else { continue }
                if issue.account != .none, issue.account != entry.account {
                    throw Failure("an op was taken over by another account")
                }
                if issue.kind != entry.op.kind || issue.payload != entry.op.payload {
                    throw Failure("an op came to say something else")
                }
            }
        }
    }
}
