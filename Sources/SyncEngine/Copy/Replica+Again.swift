import AnnotationModel
import CRDT
import Octets
import Replication
import WireFormat

extension Replica {
    /// Puts the accepted ops of lost records where they were, as pending ones: what the server lost
    /// stays visible until it has it again.
    func placeLost(in copy: any CopyStore) throws {
        guard copy.state.isRecovering else { return }
        let merge = Merge(copy, hashing: hashing)
        for lost in try copy.lostRecords() where lost.fate != .aside {
            for (index, entry) in lost.bundle.entries.enumerated() {
                let dot = lost.bundle.dot(at: index)
                guard lost.again.record.mask[index] == .accepted, case .op(let op, _) = entry,
                    try copy.op(at: dot) == nil
                else { continue }
                try copy.put(
                    try merge.place(
                        op, at: dot, hash: entry.hash, author: lost.author, verdict: .pending))
            }
        }
    }

    /// The pending ops of lost records, in their order.
    func lostOps(in copy: any CopyStore) throws -> [PlacedOp] {
        guard copy.state.isRecovering else { return [] }
        var result: [PlacedOp] = []
        for lost in try copy.lostRecords() where lost.fate != .aside {
            for (index, entry) in lost.bundle.entries.enumerated() {
                guard let op = try copy.op(at: lost.bundle.dot(at: index)),
                    op.verdict == .pending, op.hash == entry.hash
                else { continue }
                result.append(op)
            }
        }
        return result
    }

    /// The lost records that the next request brings; whether they are all that wait.
    func recordsToBring(
        _ copy: any CopyStore
    ) throws -> (records: [RecordAgain], isAll: Bool) {
        guard copy.state.isRecovering else { return ([], true) }
        var result: [RecordAgain] = []
        var octets = 0
        for lost in try copy.lostRecords()
        where lost.fate == .waiting && lost.again.record.isWhole {
            octets += lost.bundle.octetsEstimate
            let isFull = result.count == WireLimits.bundlesMax || octets > Self.requestOctetsMax
            if !result.isEmpty, isFull { return (result, false) }
            result.append(lost.again)
        }
        return (result, true)
    }

    /// What this store could not prove may be proven by members who have come back since.
    func tryAgain(_ copy: any CopyStore) throws {
        guard try copy.lostFates().contains(.deferred) else { return }
        for var lost in try copy.lostRecords() where lost.fate == .deferred {
            lost.fate = .waiting
            try copy.putLost(lost)
        }
    }

    /// Forgets what waits for somebody else to bring it and has come back otherwise: its author
    /// has said it again.
    func forgetSaidAgain(_ copy: any CopyStore) throws {
        guard try copy.lostFates().contains(.deferred) else { return }
        let merge = Merge(copy, hashing: hashing)
        for lost in try copy.lostRecords() where lost.fate == .deferred {
            let isBack = try lost.bundle.entries.indices.allSatisfy { index in
                guard lost.again.record.mask[index] == .accepted else { return true }
                let entry = lost.bundle.entries[index]
                return try merge.isAccepted(
                    entry.op.was
                        ?? Identity(
                            scope: copy.id.octets, dot: lost.bundle.dot(at: index),
                            hash: entry.hash))
            }
            guard isBack else { continue }
            try unplace(lost, in: copy)
            try copy.removeLost(bundle: lost.bundle.hash(hashing))
        }
    }

    /// Takes in what the server says of the records that were brought to it. Returns whether that
    /// changed anything.
    func settle(
        _ results: [SyncAnswer.Result], of sent: [RecordAgain], in copy: any CopyStore,
        _ report: inout SyncReport
    ) throws -> Bool {
        var fates: [Octets32: SyncAnswer.Result] = [:]
        for (again, result) in zip(sent, results) {
            fates[again.record.bundle.hash(hashing)] = result
        }
        if fates.isEmpty { return false }
        var hasChanged = false
        var gone: [LostRecord] = []
        for var lost in try copy.lostRecords() where lost.fate == .waiting {
            guard let result = fates[lost.bundle.hash(hashing)] else { continue }
            switch result {
            case .ok, .dup: lost.fate = .delivered
            // Without the server's receipt somebody else may still bring it; one's own words one
            // can say again.
            case .refused where lost.author != store.account: lost.fate = .deferred
            case .forked, .gap, .missing, .refused:
                lost.fate = .aside
                gone.append(lost)
            }
            hasChanged = true
            try copy.putLost(lost)
        }
        try sayAgain(gone, in: copy, &report)
        return hasChanged
    }

    /// Gives up the lost records that this store knows from a snapshot alone: nobody can bring one
    /// of them by itself. Returns whether there was any.
    func giveUpBare(in copy: any CopyStore, _ report: inout SyncReport) throws -> Bool {
        guard copy.state.isRecovering else { return false }
        var gone = try copy.lostRecords().filter {
            $0.fate == .waiting && !$0.again.record.isWhole
        }
        if gone.isEmpty { return false }
        for index in gone.indices {
            gone[index].fate = .aside
            try copy.putLost(gone[index])
        }
        try sayAgain(gone, in: copy, &report)
        // What is not waited for any more is not shown, also where no more of the answer is taken.
        try rebuildShown(copy)
        return true
    }

    /// Issues the account's own ops of records whose place is taken, as new ones with their first
    /// issue: the server judges them anew. Those of others stay aside.
    private func sayAgain(
        _ gone: [LostRecord], in copy: any CopyStore, _ report: inout SyncReport
    ) throws {
        for lost in gone { try unplace(lost, in: copy) }
        var renamed: [Dot: Dot] = [:]
        for lost in gone {
            guard lost.author == store.account else {
                report.setAside += 1
                continue
            }
            for (index, entry) in lost.bundle.entries.enumerated() {
                guard lost.again.record.mask[index] == .accepted, case .op(let op, _) = entry
                else { continue }
                let dot = lost.bundle.dot(at: index)
                let placed = try Merge(copy, hashing: hashing).place(
                    op, at: dot, hash: entry.hash, author: store.account, verdict: .pending)
                renamed[dot] = try sayAgain(placed, in: copy, renamed, &report)
            }
            try copy.removeLost(bundle: lost.bundle.hash(hashing))
        }
    }

    /// Takes the pending ops of a lost record away.
    private func unplace(_ lost: LostRecord, in copy: any CopyStore) throws {
        for (index, entry) in lost.bundle.entries.enumerated() {
            let dot = lost.bundle.dot(at: index)
            if let op = try copy.op(at: dot), op.verdict == .pending, op.hash == entry.hash {
                try copy.removeOp(at: dot)
            }
        }
    }

    /// Returns the dot under which the op is known from now on; nil if it lies in the drawer.
    private func sayAgain(
        _ placed: PlacedOp, in copy: any CopyStore, _ renamed: [Dot: Dot],
        _ report: inout SyncReport
    ) throws -> Dot? {
        if try Merge(copy, hashing: hashing).isAccepted(placed.identity) {
            return try dot(of: placed.identity, in: copy)
        }
        let op = placed.op
        var target = op.target
        if case .annotation(let named) = target {
            guard let standing = try standing(named, in: copy, renamed) else {
                report.refused.append(try shelve(placed, .lostBase, in: copy))
                return nil
            }
            target = .annotation(standing)
        }
        let again = op.reissued(
            as: placed.identity, target: target,
            names: try op.names.compactMap { try standing($0, in: copy, renamed) },
            kills: try op.kills.compactMap { try standing($0, in: copy, renamed) })
        try store.putWrittenHere(placed.identity)
        return try enqueue(again, in: copy).dot
    }

    /// The dot under which an op that was named is known now; nil for none.
    private func standing(
        _ dot: Dot, in copy: any CopyStore, _ renamed: [Dot: Dot]
    ) throws -> Dot? {
        if let renamed = renamed[dot] { return renamed }
        if let op = try copy.op(at: dot) { return op.verdict.isRefusal ? nil : dot }
        // Said again after an earlier answer.
        return try copy.outbox().first {
            let first = try copy.op(at: $0)?.identity
            return first?.dot == dot && first?.scope == copy.id.octets
        }
    }
}
