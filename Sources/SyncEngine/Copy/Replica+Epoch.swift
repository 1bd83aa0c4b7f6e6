import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// Finds the way from the log of the epoch before into that of a new one: what both know stays,
    /// what the server lost is kept to be brought again (Protocol/05-sync.md, 7).
    ///
    /// - Returns: what was in the outbox, to be issued again under a new identity; nil if the
    ///   answer cannot be right.
    func enterEpoch(_ part: SyncAnswer.Part, in copy: any CopyStore) throws -> [PlacedOp]? {
        guard let epoch = part.epoch, epoch != copy.state.position.epoch,
            isFounded(part.members, copy.id), isVouched(part, epoch, copy.id)
        else { return nil }
        let waiting = try emptyOutbox(copy)
        let common = try commonPlace(part.marks, copy)
        try keepLost(after: common, in: copy)
        try keepLostMembers(part.members, in: copy)
        var refold = Refold(copy, hashing)
        if common < copy.state.position.seq {
            try refold.run(through: common, epoch: copy.state.position.epoch ?? epoch)
        }
        try copy.replaceMembers(with: part.members)
        copy.state.position.epoch = epoch
        copy.state.position.members = copy.membership.count
        copy.state.position.membersHash = copy.membership.hash
        // The word is for the end of the server's log, which may be further than the copy stands.
        copy.state.receipt =
            endPosition(of: part, epoch, copy.id) == copy.state.position ? part.receipt : nil
        copy.state.mustExplain = true
        copy.state.founding = nil
        copy.state.isRecovering = try isUnhealed(copy)
        try placeLost(in: copy)
        try rebuildShown(copy)
        for entity in refold.touched.sorted() {
            try refreshText(of: entity, in: copy, after: nil)
        }
        return waiting
    }

    /// Whether something waits to be brought to a server that lost it, or to come back from it.
    func isUnhealed(_ copy: any CopyStore) throws -> Bool {
        if try !copy.lostMembers().isEmpty { return true }
        return try !copy.lostFates().isSubset(of: [.aside])
    }

    /// Whether a membership log begins with an entry from which the set's id follows.
    func isFounded(_ entries: [MemberEntry], _ set: SetID) -> Bool {
        guard case .found(let key, let nonce, _, _) = entries.first?.change else { return false }
        return Naming(hashing).set(founder: key, nonce: nonce) == set
    }

    /// Whether the server whose key is known signed the end of the log to which an answer leads the
    /// way: epoch, last mark and membership log.
    private func isVouched(_ part: SyncAnswer.Part, _ epoch: Octets16, _ set: SetID) -> Bool {
        guard let key = serverKey else { return true }
        return isSigned(endPosition(of: part, epoch, set), part.receipt, in: set, by: key)
    }

    private func endPosition(
        of part: SyncAnswer.Part, _ epoch: Octets16, _ set: SetID
    ) -> LogPosition {
        let membership = Membership(part.members, hashing)
        let end = part.marks.first
        return LogPosition(
            epoch: epoch, seq: end?.seq ?? 0,
            running: end?.running ?? LogPosition.runningStart(of: set, hashing),
            members: membership.count, membersHash: membership.hash)
    }

    /// Whether the holder of the server's key signed a position in a set.
    func isSigned(
        _ position: LogPosition, _ signature: [UInt8]?, in set: SetID, by key: Octets32
    ) -> Bool {
        guard let signature else { return false }
        return checker.isValid(signature, of: SignedPosition.message(set, position), by: key)
    }

    /// The last place of the log that has the same running hash here and there.
    private func commonPlace(
        _ marks: [SyncAnswer.Mark], _ copy: any CopyStore
    ) throws -> UInt64 {
        let theirs = Dictionary(marks.map { ($0.seq, $0.running) }) { first, _ in first }
        let position = copy.state.position
        if theirs[position.seq] == position.running { return position.seq }
        var common: UInt64 = 0
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var seq: UInt64 = 0
        while seq < position.seq {
            let records = try copy.records(after: seq, count: 256)
            if records.isEmpty { break }
            for record in records {
                running = record.running(after: running, hashing)
                seq = record.seq
                if theirs[seq] == running { common = seq }
            }
        }
        return common
    }

    /// Keeps the records behind a place, and takes up again what was on its way to another epoch.
    private func keepLost(after common: UInt64, in copy: any CopyStore) throws {
        let earlier = try copy.lostRecords()
        for lost in earlier { try copy.removeLost(bundle: lost.bundle.hash(hashing)) }
        // What was read comes before what had not come back yet: a chain is brought in its order.
        try keepRead(after: common, in: copy)
        for var lost in earlier {
            if lost.fate != .aside { lost.fate = .waiting }
            try copy.putLost(lost)
        }
    }

    private func keepRead(after common: UInt64, in copy: any CopyStore) throws {
        guard common < copy.state.position.seq else { return }
        var running = LogPosition.runningStart(of: copy.id, hashing)
        var seq: UInt64 = 0
        while seq < copy.state.position.seq {
            let records = try copy.records(after: seq, count: 256)
            if records.isEmpty { break }
            for record in records {
                if record.seq > common {
                    let author = copy.membership.replicas[record.bundle.replica]?.account
                    let again = RecordAgain(previous: running, record: record)
                    try copy.putLost(LostRecord(again: again, author: author ?? .none))
                }
                running = record.running(after: running, hashing)
                seq = record.seq
            }
        }
    }

    /// Keeps the membership log, with what was lost earlier, if the server lacks any of it.
    private func keepLostMembers(_ theirs: [MemberEntry], in copy: any CopyStore) throws {
        let known = Set(theirs.map(\.id))
        let ours = copy.membership.entries
        let held = Set(ours.map(\.id))
        let earlier = try copy.lostMembers().filter { !held.contains($0.id) }
        let isNewer = ours.contains { !known.contains($0.id) }
        let isDone = earlier.allSatisfy { known.contains($0.id) }
        if isNewer {
            try copy.putLostMembers(ours + earlier)
        } else if isDone {
            try copy.putLostMembers([])
        }
        // The word that belongs to the tail; without a tail, that the store has stood here at all.
        guard isNewer || isDone, let receipt = copy.state.receipt else { return }
        copy.state.lostProof = SignedPosition(position: copy.state.position, signature: receipt)
    }
}
