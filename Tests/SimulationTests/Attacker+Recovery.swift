import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension Attacker {
    /// Records brought again that are not what the server gave out, or that it has not lost.
    mutating func again(_ attack: HostileMember.Attack) -> [SyncRequest] {
        guard let known = foreign() ?? numbers.pick(self.known.records) else { return [] }
        let record = known.record
        switch attack {
        case .againMask:
            let mask = record.mask.map { $0 == .accepted ? Verdict.denied : .accepted }
            return [request(again: [known.with(record.with(mask: mask))])]
        case .againMembers:
            return [request(again: [known.with(record.with(members: record.members + 1))])]
        case .againOrder: return [request(again: self.known.records.reversed())]
        case .againBare:
            let bare = Record(
                seq: record.seq, bundle: record.bundle, mask: record.mask,
                members: record.members, receipt: nil)
            return [request(again: [known.with(bare)])]
        case .againPrevious:
            return [request(again: [RecordAgain(previous: octets32(), record: record)])]
        case .againForged:
            let forged = Record(
                seq: record.seq, bundle: sealed(ordinaries()), mask: [.accepted],
                members: record.members, receipt: record.receipt)
            let mask = forged.bundle.entries.map { _ in Verdict.accepted }
            return [request(again: [known.with(forged.with(mask: mask))])]
        default:
            // Half of the time without those before them.
            let count = self.known.records.count
            let some = numbers.once(in: 2) ? numbers.below(count) + 1 : count
            return [request(again: Array(self.known.records.suffix(some)))]
        }
    }

    /// A membership log with entries that nobody gave, or in another order, or with a false proof.
    mutating func tail(_ attack: HostileMember.Attack) -> [SyncRequest] {
        let genuine = known.members
        let owner = genuine.first?.by ?? member.account
        func entry(_ change: MemberEntry.Change, by account: AccountID) -> MemberEntry {
            MemberEntry(id: randomness.octets16(), by: account, change: change)
        }
        let grant = entry(.role(account: member.account, name: "x", role: .owner), by: owner)
        switch attack {
        case .tailGrant:
            let place = numbers.below(genuine.count + 1)
            let all = Array(genuine.prefix(place)) + [grant] + genuine.dropFirst(place)
            return [request(tail: all, proof: known.proof), request(tail: [grant])]
        case .tailOrder:
            return [request(tail: genuine.reversed(), proof: known.proof)]
        case .tailFalseProof:
            let others = genuine.map(\.by) + set.membership.present.map(\.account)
            let victim = numbers.pick(others) ?? owner
            let removal = entry(.role(account: victim, name: "x", role: nil), by: owner)
            let all = genuine + [removal, grant]
            return [request(tail: all, proof: proof(of: all))]
        case .tailWhole: return [request(tail: genuine, proof: known.proof)]
        case .tailSquat:
            let lost = genuine.compactMap { entry -> ReplicaID? in
                guard case .replica(let replica, _, _) = entry.change else { return nil }
                return set.membership.replicas[replica] == nil ? replica : nil
            }
            let replica = numbers.pick(lost) ?? ReplicaID(randomness.octets16())
            let change = MemberEntry.Change.replica(
                replica, key: member.signer.key, account: member.account)
            return [request(tail: [entry(change, by: member.account)])]
        default:
            let entries = (0..<40).map { _ in
                entry(
                    .replica(
                        ReplicaID(randomness.octets16()), key: member.signer.key,
                        account: member.account), by: member.account)
            }
            return [request(tail: entries)]
        }
    }

    /// A proof of a membership log that its bringer signed.
    private func proof(of entries: [MemberEntry]) -> SignedPosition {
        let membership = Membership(entries, hashing)
        let position = LogPosition(
            epoch: epoch, seq: set.end.seq, running: set.end.running, members: membership.count,
            membersHash: membership.hash)
        return signed(position)
    }

    private func signed(_ position: LogPosition) -> SignedPosition {
        SignedPosition(
            position: position,
            signature: member.signer.sign(SignedPosition.message(set.id, position)))
    }

    /// A place that the server does not know, with a proof that is none.
    mutating func standing(_ attack: HostileMember.Attack) -> SyncRequest {
        var position = end
        switch attack {
        case .beyondLog: position.seq += 7
        case .otherEpoch: position.epoch = randomness.octets16()
        default: position.running = octets32()
        }
        let genuine = known.proof
        let isOwn = numbers.once(in: 2) || genuine == nil
        return request(at: position, proof: isOwn ? signed(position) : genuine)
    }

    /// Sets founded that are somebody else's.
    mutating func found(_ attack: HostileMember.Attack) -> [SyncRequest] {
        guard case .found(let key, let nonce, let isPersonal, _)? = known.members.first?.change
        else { return [] }
        let start = LogPosition.start(of: set.id, hashing)
        switch attack {
        case .founding:
            let same = SyncRequest.Founding(key: key, nonce: nonce, isPersonal: isPersonal)
            return [request(at: start, founding: same)]
        case .foundingOwnKey:
            let own = SyncRequest.Founding(
                key: member.signer.key, nonce: nonce, isPersonal: numbers.once(in: 2))
            return [request(at: start, founding: own)]
        default:
            let part = SyncRequest.Part(
                set: SetID(randomness.octets16()), position: .full(start),
                bundles: [sealed(ordinaries())], again: known.records, membersTail: known.members,
                proof: known.proof)
            return [SyncRequest(replica: member.replica, parts: [part])]
        }
    }
}

extension RecordAgain {
    func with(_ record: Record) -> RecordAgain { RecordAgain(previous: previous, record: record) }
}

extension Record {
    /// The same record with other parts.
    func with(
        bundle: Bundle? = nil, mask: [Verdict]? = nil, members: Int? = nil, receipt: [UInt8]? = nil
    ) -> Record {
        Record(
            seq: seq, bundle: bundle ?? self.bundle, mask: mask ?? self.mask,
            members: members ?? self.members, receipt: receipt ?? self.receipt)
    }
}
