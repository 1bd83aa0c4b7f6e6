import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

/// Takes one answer's membership entries and records into a copy, checking each as if the server
/// lied.
struct LogIntake {
    enum Outcome {
        case taken
        /// A record of this replica is not of this store.
        case forked
        /// Something does not verify.
        case lied
    }

    let replica: Replica
    let copy: any CopyStore
    private let merge: Merge
    private var sent = 0
    private var received = 0
    private var refusals: [PlacedOp] = []
    /// The server's word for where the answer leads to.
    var receipt: [UInt8]?
    private var watch: MergeWatch
    /// The sealed bundles that have not come back yet, the next one last; read once an answer.
    private var sealed: [Bundle]
    /// Annotations whose shown text does not simply follow; each is worked out once, at the end.
    private var stale: Set<EntityID> = []
    /// Whether records are kept that a server lost, and that may come back.
    private let hasLost: Bool

    init(_ replica: Replica, _ copy: any CopyStore) throws {
        self.replica = replica
        self.copy = copy
        merge = Merge(copy, hashing: replica.hashing)
        watch = MergeWatch(replica, copy)
        sealed = try copy.sealed().reversed()
        hasLost = try !copy.lostFates().isEmpty
    }

    mutating func take(_ part: SyncAnswer.Part) throws -> Outcome {
        receipt = part.receipt
        let before = copy.state
        guard try isVouched(part) else { return .lied }
        for entry in part.members { try copy.append(entry) }
        copy.state.position.members = copy.membership.count
        copy.state.position.membersHash = copy.membership.hash
        if let epoch = part.epoch { copy.state.position.epoch = epoch }
        for entry in part.log {
            let outcome = try take(entry)
            if outcome != .taken {
                // The word that is held is for another place than where the copy stands now, and
                // proves that it has stood there; who says the whole position is given a new one.
                if let receipt = before.receipt {
                    copy.state.lostProof = SignedPosition(
                        position: before.position, signature: receipt)
                }
                copy.state.receipt = nil
                copy.state.mustExplain = true
                return outcome
            }
        }
        return takeReceipt(part) ? .taken : .lied
    }

    /// Whether what is said of members and epoch holds, before any of it is taken: no record's own
    /// receipt speaks of them, so the server's word for the position has to.
    private func isVouched(_ part: SyncAnswer.Part) throws -> Bool {
        var position = copy.state.position
        if let epoch = part.epoch, let known = position.epoch, epoch != known { return false }
        if position.members == 0, !part.members.isEmpty {
            guard replica.isFounded(part.members, copy.id) else { return false }
        }
        if part.members.isEmpty, part.epoch == nil { return true }
        guard let key = replica.serverKey else { return true }
        position.epoch = part.epoch ?? position.epoch
        for entry in part.members {
            position.membersHash = entry.hash(after: position.membersHash, replica.hashing)
        }
        position.members += part.members.count
        for entry in part.log {
            if case .snapshot(let octets) = entry {
                guard let part = try? SnapshotPart.decode(octets, replica.hashing) else {
                    return false
                }
                position.seq = part.last
                position.running = part.running(replica.hashing)
            } else {
                position.seq += 1
                position.running = running(of: entry, after: position.running)
            }
        }
        return replica.isSigned(position, part.receipt, in: copy.id, by: key)
    }

    private func running(of entry: SyncAnswer.LogEntry, after previous: Octets32) -> Octets32 {
        switch entry {
        case .record(let record): record.running(after: previous, replica.hashing)
        case .own(_, let bundle, let mask, let members, _):
            Record.running(
                bundle: bundle, mask: mask, members: members, after: previous, replica.hashing)
        case .snapshot: previous
        }
    }

    /// Keeps the server's word for where the copy stands now.
    private func takeReceipt(_ part: SyncAnswer.Part) -> Bool {
        let isNew = !part.members.isEmpty || !part.log.isEmpty || part.epoch != nil
        guard isNew || part.receipt != nil else { return true }
        copy.state.receipt = part.receipt
        guard let key = replica.serverKey,
            !replica.isSigned(copy.state.position, part.receipt, in: copy.id, by: key)
        else { return true }
        copy.state.receipt = nil
        return false
    }

    private mutating func take(_ entry: SyncAnswer.LogEntry) throws -> Outcome {
        switch entry {
        case .own(let seq, let hash, let mask, let members, let receipt):
            guard let bundle = own(hash, mask) else { return .forked }
            let record = Record(
                seq: seq, bundle: bundle, mask: mask, members: members, receipt: receipt)
            guard isReceiptSound(record) else { return .lied }
            return try take(record, isOwn: true)
        case .record(let record):
            guard record.bundle.replica != replica.store.replica else { return .forked }
            guard isSignedByHolder(record), isReceiptSound(record) else { return .lied }
            return try take(record, isOwn: false)
        case .snapshot(let octets): return try takeSnapshot(octets)
        }
    }

    /// The sealed bundle that comes back next, if it is this one.
    mutating func own(_ hash: Octets32, _ mask: [Verdict]) -> Bundle? {
        guard let bundle = sealed.popLast(), bundle.hash(replica.hashing) == hash,
            bundle.entries.count == mask.count
        else { return nil }
        return bundle
    }

    func isSignedByHolder(_ record: Record) -> Bool {
        let bundle = record.bundle
        guard let holder = copy.membership.holder(of: bundle.replica, at: record.members) else {
            return false
        }
        let hash = bundle.hash(replica.hashing)
        return replica.checker.isValid(bundle.signature, of: hash.octets, by: holder.key)
    }

    mutating func take(_ record: Record, isOwn: Bool) throws -> Outcome {
        let bundle = record.bundle
        guard bundle.set == copy.id, record.seq == copy.state.position.seq + 1,
            record.members <= copy.membership.count,
            let holder = copy.membership.holder(of: bundle.replica, at: record.members)
        else { return .lied }
        let hash = bundle.hash(replica.hashing)
        let head = try copy.head(of: bundle.replica)
        guard bundle.first == (head?.counter ?? 0) + 1, bundle.previous == head?.hash ?? .zero,
            let epoch = copy.state.position.epoch
        else { return .lied }
        let running = record.running(after: copy.state.position.running, replica.hashing)
        guard try standsOnAccepted(record) else { return .lied }
        let whole = try wholeEntries(bundle, hash)
        for (index, entry) in whole.enumerated() {
            let verdict = record.mask[index]
            let isStub = if case .refused = entry { true } else { false }
            let op = try merge.place(
                entry.op, at: bundle.dot(at: index), hash: entry.hash, author: holder.account,
                verdict: verdict)
            if isStub {
                // A refused op without its words: whoever has those waits for their verdict.
                received += 1
                try merge.refuse(op.withoutEntity)
            } else {
                try take(op, isOwn: isOwn)
            }
        }
        if isOwn { try copy.removeSealed(through: bundle.last) }
        if hasLost { try copy.removeLost(bundle: hash) }
        try copy.append(record)
        try copy.putHead(
            ChainHead(counter: bundle.last, hash: hash, epoch: epoch), of: bundle.replica)
        copy.state.position.seq = record.seq
        copy.state.position.running = running
        return .taken
    }

    /// The bundle's entries, those that came without their words as they are kept here: what was
    /// accepted before a server was put back may come back refused, and its words are wanted then.
    /// The others as they came: what was refused before may have been accepted since.
    private func wholeEntries(_ bundle: Bundle, _ hash: Octets32) throws -> [Bundle.Entry] {
        let hasStubs = bundle.entries.contains { if case .refused = $0 { true } else { false } }
        guard hasLost, hasStubs else { return bundle.entries }
        let kept = try copy.lostRecords().first { $0.bundle.hash(replica.hashing) == hash }
        guard let kept else { return bundle.entries }
        return zip(bundle.entries, kept.bundle.entries).map { came, kept in
            if case .refused = came { kept } else { came }
        }
    }

    /// Whether each accepted op is there whole and names only what was accepted before it.
    private func standsOnAccepted(_ record: Record) throws -> Bool {
        let bundle = record.bundle
        for (index, entry) in bundle.entries.enumerated() where record.mask[index] == .accepted {
            guard case .op(let op, _) = entry else { return false }
            for dot in op.dependencies {
                if dot.replica == bundle.replica, dot.counter >= bundle.first {
                    let place = dot.counter - bundle.first
                    guard place < UInt64(index), record.mask[Int(place)] == .accepted else {
                        return false
                    }
                } else {
                    guard let named = try copy.op(at: dot), !named.verdict.isRefusal else {
                        return false
                    }
                }
            }
        }
        return true
    }

    private func isReceiptSound(_ record: Record) -> Bool {
        guard let key = replica.serverKey else { return true }
        guard let receipt = record.receipt else { return false }
        let running = record.running(after: copy.state.position.running, replica.hashing)
        let message = Record.receiptMessage(
            set: copy.id.octets, seq: record.seq, running: running)
        return replica.checker.isValid(receipt, of: message, by: key)
    }

    private mutating func take(_ op: PlacedOp, isOwn: Bool) throws {
        if isOwn {
            sent += 1
            try copy.removeFromOutbox(op.dot)
        } else {
            received += 1
            var clock = replica.store.clock
            clock.follow(op.op.stamp, nowMilliseconds: replica.nowMilliseconds)
            replica.store.clock = clock
        }
        if op.verdict == .accepted {
            // What was shown as it waited to come back is nothing new to anybody.
            let waited = hasLost ? try copy.op(at: op.dot) : nil
            let isNews = !isOwn && !(waited?.verdict == .pending && waited?.hash == op.hash)
            // What is in the set, by whatever way it came there, needs no place beside it.
            if op.author == replica.store.account { try replica.store.removeDrawn(op.identity) }
            if isNews { try watch.before(op) }
            let entities = try merge.accept(op)
            for entity in entities where !stale.contains(entity) {
                let follows = try replica.followText(of: entity, in: copy, after: op)
                if !follows { stale.insert(entity) }
            }
            if isNews { try watch.after(op) }
        } else {
            try merge.refuse(op)
            let isMine = try isOwn || replica.store.wroteHere(op.identity)
            if isMine { refusals.append(op) }
        }
    }

    /// Deals with refusals, makes the shown state anew, and reports.
    mutating func finish(_ report: inout SyncReport) throws {
        for op in refusals {
            if let item = try replica.takeRefusal(of: op, in: copy) { report.refused.append(item) }
        }
        try replica.rebuildShown(copy)
        for entity in stale.sorted() {
            try replica.refreshText(of: entity, in: copy, after: nil)
        }
        let events = try watch.finish()
        for event in events { try copy.append(event) }
        report.merged += events
        report.sent += sent
        report.received += received
    }
}
