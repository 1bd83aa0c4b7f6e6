import Access
import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension SyncPeer {
    /// Thrown if a request has to be answered in a transaction that can write.
    public struct WritingNeeded: Error {}

    /// How far a client has read.
    struct Place {
        var seq: UInt64 = 0
        var members = 0
        var isFirst = false
        /// Whether the client said the whole of its position: it may have no word for it.
        var isFull = false
    }

    /// Where a client stands, seen from this log.
    enum Standing {
        /// At this place of it.
        case here(Place)
        /// In the log of another epoch.
        case elsewhere
        /// Nowhere that what it said would prove.
        case unclear
    }

    /// Where the client stands; if what it says proves that this server was put back without saying
    /// so, a new epoch begins (Protocol/05-sync.md, 7).
    func standing(of part: SyncRequest.Part, in set: any PeerSet) throws -> Standing {
        let membership = set.membership
        switch part.position {
        case .short(let seq, let members, let digest):
            guard members <= membership.count, let running = try set.running(at: seq) else {
                return .unclear
            }
            let ours = LogPosition(
                epoch: store.epoch, seq: seq, running: running, members: members,
                membersHash: membership.hashes[members])
            guard ours.digest(hashing) == digest else { return .unclear }
            return .here(Place(seq: seq, members: members))
        case .full(let theirs):
            guard let epoch = theirs.epoch else {
                guard theirs.seq == 0, theirs.members == 0 else { return .unclear }
                // Its store may have been put back as well: what is written under its old identity
                // must not take the places of what it wrote before, which others may bring again.
                return set.loss == nil ? .here(Place(isFirst: true, isFull: true)) : .elsewhere
            }
            if epoch != store.epoch {
                if set.loss == nil, hasStood(part.proof, set) { try beginEpoch() }
                return .elsewhere
            }
            if try isOurs(theirs, set) {
                return .here(Place(seq: theirs.seq, members: theirs.members, isFull: true))
            }
            guard let proof = part.proof, try isEvidence(proof, set) else { return .unclear }
            try beginEpoch()
            return .elsewhere
        }
    }

    private func beginEpoch() throws {
        try requireWriting()
        try store.beginEpoch(randomness.octets16())
    }

    private func isOurs(_ position: LogPosition, _ set: any PeerSet) throws -> Bool {
        let membership = set.membership
        return try set.running(at: position.seq) == position.running
            && position.members <= membership.count
            && membership.hashes[position.members] == position.membersHash
    }

    /// Whether this server has signed a position of this epoch that it does not know: it was put
    /// back. Nobody's bare word is enough, as every set is held after it.
    private func isEvidence(_ proof: SignedPosition, _ set: any PeerSet) throws -> Bool {
        guard proof.position.epoch == store.epoch, try !isOurs(proof.position, set) else {
            return false
        }
        return isSigned(proof, set)
    }

    /// Whether this server signed the position.
    func isSigned(_ proof: SignedPosition, _ set: any PeerSet) -> Bool {
        checker.isValid(
            proof.signature, of: SignedPosition.message(set.id, proof.position), by: signer.key)
    }

    /// Whether the server's own word shows that the device has stood in an epoch before.
    private func hasStood(_ proof: SignedPosition?, _ set: any PeerSet) -> Bool {
        guard let proof, proof.position.epoch != store.epoch else { return false }
        return isSigned(proof, set)
    }

    func requireWriting() throws {
        if store.isReadOnly { throw WritingNeeded() }
    }

    /// What a client needs to find its way from another epoch's log into this one's.
    func wayBack(into set: any PeerSet, asked: UInt64) throws -> SyncAnswer.Part {
        var answer = SyncAnswer.Part(status: .epoch, asked: asked)
        answer.epoch = store.epoch
        answer.members = set.membership.entries
        var distance: UInt64 = 0
        while distance < set.end.seq {
            let seq = set.end.seq - distance
            guard let running = try set.running(at: seq) else { break }
            answer.marks.append(SyncAnswer.Mark(seq: seq, running: running))
            distance = max(1, distance * 2)
        }
        // What is not signed could be anybody's: a client gives up its membership log for this one.
        let end = LogPosition(
            epoch: store.epoch, seq: set.end.seq, running: set.end.running,
            members: set.membership.count, membersHash: set.membership.hash)
        answer.receipt = signer.sign(SignedPosition.message(set.id, end))
        return answer
    }

    /// Takes in what membership entries the request brings back, and ends the hold if an owner's
    /// device asks that has stood in an epoch before: one that knows nothing of the set could not
    /// say who was removed. Where nobody else would be served there is nothing to say. Says whether
    /// the set is served.
    func serve(
        _ set: any PeerSet, to role: Role, bringing part: SyncRequest.Part, _ asker: Asker
    ) throws -> Bool {
        guard !set.isHeld || role == .owner else { return false }
        guard let loss = set.loss else { return true }
        if loss.isHeld {
            let isAlone = set.membership.present.count == 1
            guard isAlone || hasStood(part.proof, set) else { return false }
            try requireWriting()
        }
        if !part.membersTail.isEmpty {
            try takeMembers(part.membersTail, part.proof, from: asker, into: set, loss)
        }
        try set.endHold()
        return true
    }
}
