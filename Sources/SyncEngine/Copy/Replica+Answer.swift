import AnnotationModel
import CRDT
import Octets
import Replication
public import WireFormat

extension Replica {
    /// Takes an answer in, record by record up to the first that does not hold, and says what it
    /// did.
    ///
    /// A part that was asked from another position than the copy's present one is passed over: a
    /// late or doubled answer is harmless.
    public func take(_ answer: SyncAnswer, to request: SyncRequest) throws -> SyncReport {
        var report = SyncReport()
        guard request.replica == store.replica else { return unfinished() }
        if try enterEpochs(answer, to: request, &report) { return report }
        for (asked, part) in zip(request.parts, answer.parts) {
            guard let copy = try store.copy(of: asked.set), copy.state.stop == nil,
                copy.state.position.digest(hashing) == part.asked
            else { continue }
            let isForked = try take(part, to: asked, into: copy, &report)
            if isForked {
                try takeNewIdentity()
                report.hasNewIdentity = true
            }
            if request.replica != store.replica {
                // The rest was asked for under the old identity.
                report.isUnfinished = true
                return report
            }
        }
        for set in answer.others where !request.parts.contains(where: { $0.set == set }) {
            try join(another: set, &report)
        }
        return report
    }

    /// A set that the account has a role in and that was not asked for: new here, or left and
    /// joined again.
    private func join(another set: SetID, _ report: inout SyncReport) throws {
        if let copy = try store.copy(of: set), copy.state.stop != .removed { return }
        try join(set)
        report.joined.append(set)
        report.isUnfinished = true
    }

    /// Follows a server into its new epoch, with all sets at once and under one new identity.
    /// Returns whether it did: the rest of the answer was asked for under the old one.
    private func enterEpochs(
        _ answer: SyncAnswer, to request: SyncRequest, _ report: inout SyncReport
    ) throws -> Bool {
        var waiting: [SetID: [PlacedOp]] = [:]
        for (asked, part) in zip(request.parts, answer.parts) where part.status == .epoch {
            guard let copy = try store.copy(of: asked.set), copy.state.stop == nil,
                copy.state.position.digest(hashing) == part.asked
            else { continue }
            let isNew = copy.state.position.epoch == nil
            guard let ops = try enterEpoch(part, in: copy) else {
                stop(copy, .serverLies, &report)
                continue
            }
            waiting[asked.set] = ops
            if !isNew { report.putBack.append(asked.set) }
        }
        if waiting.isEmpty { return false }
        try takeNewIdentity(with: waiting)
        report.isUnfinished = true
        return true
    }

    private func unfinished() -> SyncReport {
        var report = SyncReport()
        report.isUnfinished = true
        return report
    }

    /// Returns whether somebody else wrote under this store's identity.
    private func take(
        _ part: SyncAnswer.Part, to asked: SyncRequest.Part, into copy: any CopyStore,
        _ report: inout SyncReport
    ) throws -> Bool {
        switch part.status {
        case .ok: return try takeLog(part, to: asked, into: copy, &report)
        case .explain:
            // Asked for all of it and still not content: the two do not speak of the same log.
            if case .full = asked.position {
                if let proof = asked.proof, proof == copy.state.lostProof,
                    copy.state.receipt != nil
                {
                    // The word for an earlier epoch proves nothing of this one; there is one that
                    // does.
                    copy.state.lostProof = nil
                    report.isUnfinished = true
                    return false
                }
                stop(copy, .serverWasPutBack, &report)
            } else {
                copy.state.mustExplain = true
                report.isUnfinished = true
            }
        // A part that could be followed was, before all others.
        case .epoch: break
        case .held:
            copy.state.mustExplain = true
            report.held.append(copy.id)
        case .removed where isFarewell(part, copy): try leave(copy, &report)
        // A server that was put back may only have forgotten that the account came back.
        case .removed:
            copy.state.mustExplain = true
            report.held.append(copy.id)
        case .other:
            if copy.state.position.epoch != nil, let founding = copy.state.founding {
                // Founded again on a server begun anew, where the account has another by now.
                copy.state.founding = SyncRequest.Founding(
                    key: founding.key, nonce: founding.nonce, isPersonal: false)
                copy.state.isPersonal = false
                report.isUnfinished = true
            } else if let personal = part.personal, copy.state.founding?.isPersonal == true {
                // Else a server could have others read what was never meant for them.
                if try isShared(personal) {
                    stop(copy, .serverLies, &report)
                    break
                }
                report.hasMoved = try move(copy, to: personal) || report.hasMoved
                report.isUnfinished = true
            }
        case .unknown: try takeUnknown(copy, &report)
        }
        return false
    }

    /// Whether an answer proves that the account was removed, by an entry that is new here: what
    /// was read of the set is wiped for nothing less.
    private func isFarewell(_ part: SyncAnswer.Part, _ copy: any CopyStore) -> Bool {
        let last = part.members.last
        guard let epoch = part.epoch, isFounded(part.members, copy.id),
            case .role(store.account, _, nil) = last?.change,
            !copy.membership.entries.contains(where: { $0.id == last?.id })
        else { return false }
        guard let key = serverKey else { return true }
        let membership = Membership(part.members, hashing)
        let position = LogPosition.farewell(
            from: copy.id, epoch: epoch, members: membership.count, hash: membership.hash, hashing)
        return isSigned(position, part.receipt, in: copy.id, by: key)
    }

    /// Whether a set is known here to have been founded as one that is nobody's personal set.
    private func isShared(_ set: SetID) throws -> Bool {
        guard let membership = try store.copy(of: set)?.membership else { return false }
        return membership.count > 0 && !membership.isPersonal
    }

    private func takeUnknown(_ copy: any CopyStore, _ report: inout SyncReport) throws {
        if copy.state.position.epoch != nil {
            // A server begun anew, or put back to before the account was in: the founder's device
            // can found the set again, everybody else waits for it.
            if copy.state.founding == nil, let founding = foundingOfOwn(copy) {
                copy.state.founding = founding
                copy.state.mustExplain = true
                report.isUnfinished = true
            } else {
                report.unknown.append(copy.id)
            }
        } else if let founding = copy.state.founding, founding.key != signer.key {
            // Founded with a key that this device had before an earlier log-in ended: only its
            // holder can found it, so the notes go on in a set that this key founds.
            let hasMoved = try move(copy, to: try found(isPersonal: founding.isPersonal))
            report.hasMoved = founding.isPersonal && hasMoved || report.hasMoved
            report.isUnfinished = true
        } else if copy.state.founding?.isPersonal ?? copy.state.isPersonal {
            // The set is another account's, or the server lost it before anything of it came here:
            // the notes go on in a set of their own.
            report.hasMoved = try move(copy, to: try found(isPersonal: true)) || report.hasMoved
            report.isUnfinished = true
        } else {
            report.unknown.append(copy.id)
        }
    }

    /// What this device founded the set with; nil if another one did.
    private func foundingOfOwn(_ copy: any CopyStore) -> SyncRequest.Founding? {
        guard let first = copy.membership.entries.first, first.by == store.account,
            case .found(let key, let nonce, let isPersonal, _) = first.change, key == signer.key
        else { return nil }
        return SyncRequest.Founding(key: key, nonce: nonce, isPersonal: isPersonal)
    }

    func stop(_ copy: any CopyStore, _ reason: CopyState.Stop, _ report: inout SyncReport) {
        copy.state.stop = reason
        report.stopped[copy.id] = reason
    }

    private func takeLog(
        _ part: SyncAnswer.Part, to asked: SyncRequest.Part, into copy: any CopyStore,
        _ report: inout SyncReport
    ) throws -> Bool {
        let hasMoved = try takeRecovery(part, to: asked, in: copy)
        var isMissing = false
        for result in part.results {
            switch result {
            case .ok, .dup: continue
            case .forked: return true
            // What is missing may be among what somebody has still to bring.
            case .missing where copy.state.isRecovering: isMissing = true
            case .missing:
                try shelveOutbox(copy, .lostBase, &report)
                return true
            case .gap:
                stop(copy, .serverWasPutBack, &report)
                return false
            case .refused:
                stop(copy, .serverRefuses, &report)
                return false
            }
        }
        var intake = try LogIntake(self, copy)
        let outcome = try intake.take(part)
        // Also when a record is not taken: those before it are, and their refusals are said only
        // once.
        try intake.finish(&report)
        switch outcome {
        case .taken: break
        case .forked: return true
        case .lied:
            stop(copy, .serverLies, &report)
            return false
        }
        if part.epoch != nil || copy.state.position.epoch != nil { copy.state.mustExplain = false }
        copy.state.founding = nil
        if let hash = part.contentHash, hash != copy.contentHash {
            stop(copy, .contentDiffers, &report)
        }
        // The server knows now that this store has stood in an epoch before.
        if asked.proof == copy.state.lostProof { copy.state.lostProof = nil }
        if !part.members.isEmpty { try tryAgain(copy) }
        let isAtRest = !hasMoved && !part.hasMore
        let hasGivenUp = try endRecovery(of: copy, isAtRest: isAtRest, &report)
        let hasToWait = isMissing && copy.state.isRecovering
        if try !isAtRest || !(copy.outbox().isEmpty || hasToWait) { report.isUnfinished = true }
        // Not said to the person: nobody else wrote under the old one.
        if hasGivenUp { try takeNewIdentity() }
        return false
    }

    /// Takes in what became of what was brought again. Returns whether that moved anything.
    private func takeRecovery(
        _ part: SyncAnswer.Part, to asked: SyncRequest.Part, in copy: any CopyStore
    ) throws -> Bool {
        guard copy.state.isRecovering else { return false }
        if !asked.membersTail.isEmpty { try copy.putLostMembers([]) }
        return try settle(part.again, of: asked.again, in: copy)
    }

    /// The recovery is over once the server has all that it can have. Returns whether some of it
    /// was given up.
    private func endRecovery(
        of copy: any CopyStore, isAtRest: Bool, _ report: inout SyncReport
    ) throws -> Bool {
        guard copy.state.isRecovering else { return false }
        let hasGivenUp = try isAtRest && giveUpLost(in: copy, &report)
        copy.state.isRecovering = try isUnhealed(copy)
        return hasGivenUp
    }
}
