import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// A member whose program keeps to no rule; all that it sends passes what the server checks.
final class HostileMember {
    /// All that it has ever read of a set, also what the server has lost since.
    struct Known {
        var records: [RecordAgain] = []
        var members: [MemberEntry] = []
        var proof: SignedPosition?
    }

    /// What it tries.
    enum Attack: String, CaseIterable, Sendable {
        // Bundles.
        case write, noise, forgedReplica, lostReplica, forgedSignature, replayed, replayedInOwnName
        case stolenFirstIssue, stolenLostIssue, ownFirstIssueTwice, equivocation, gap, wrongChain,
            unseenNames
        case foreignNames, foreignKills, ownLaterDot, foreignSet, limits
        // What a server that was put back is brought.
        case againMask, againMembers, againOrder, againBare, againPrevious, againForged, againWhole
        case tailGrant, tailOrder, tailFalseProof, tailWhole, tailSquat, tailMany
        // Standing and founding.
        case falseStanding, beyondLog, otherEpoch, founding, foundingOwnKey, strange
    }

    let account: AccountID
    let signer: Signer
    var replica: ReplicaID
    var known: [SetID: Known] = [:]

    init(account: AccountID, _ signer: Signer, replica: ReplicaID) {
        self.account = account
        self.signer = signer
        self.replica = replica
    }

    /// Remembers what a set's log holds now.
    func read(_ set: MemoryPeerSet, _ hashing: any Hashing) throws {
        var known = known[set.id] ?? Known()
        var seen = Set(known.records.map { $0.record.bundle.hash(hashing) })
        for (index, record) in set.own.log.enumerated()
        where seen.insert(record.bundle.hash(hashing)).inserted {
            guard let running = try set.running(at: UInt64(index)) else { continue }
            known.records.append(RecordAgain(previous: running, record: given(record, of: set)))
        }
        if set.membership.count >= known.members.count { known.members = set.membership.entries }
        self.known[set.id] = known
    }

    /// What the server gives it of a record: of others' refused ops no more than hash and names, so
    /// that nobody learns whose first issue they are.
    func given(_ record: Record, of set: MemoryPeerSet) -> Record {
        if set.membership.replicas[record.bundle.replica]?.account == account { return record }
        return Record(
            seq: record.seq, bundle: record.bundle.withoutPayloads { record.mask[$0].isRefusal },
            mask: record.mask, members: record.members, receipt: record.receipt)
    }
}
