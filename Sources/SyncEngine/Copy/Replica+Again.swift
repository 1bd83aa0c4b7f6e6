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

    /// The lost records that the next request brings.
    func recordsToBring(_ copy: any CopyStore) throws -> [RecordAgain] {
        guard copy.state.isRecovering else { return [] }
        var result: [RecordAgain] = []
        var octets = 0
        for lost in try copy.lostRecords() where lost.isToBring {
            octets += lost.bundle.octetsEstimate
            let isFull = result.count == WireLimits.bundlesMax || octets > Self.requestOctetsMax
            if !result.isEmpty, isFull { break }
            result.append(lost.again)
        }
        return result
    }

    /// Whether what is in the outbox may have to name by another dot what it is about.
    func mayRename(_ copy: any CopyStore) throws -> Bool {
        guard copy.state.isRecovering else { return false }
        return try !copy.lostFates().isDisjoint(with: [.waiting, .delivered])
    }

    /// What this store could not prove may be proven by members who have come back since.
    func tryAgain(_ copy: any CopyStore) throws {
        guard try copy.lostFates().contains(.deferred) else { return }
        for var lost in try copy.lostRecords() where lost.fate == .deferred {
            lost.fate = .waiting
            try copy.putLost(lost)
        }
    }

    /// Takes in what the server says of the records that were brought to it. Returns whether that
    /// changed anything.
    func settle(
        _ results: [SyncAnswer.Result], of sent: [RecordAgain], in copy: any CopyStore
    ) throws -> Bool {
        var fates: [Octets32: LostRecord.Fate] = [:]
        for (again, result) in zip(sent, results) {
            // Without the server's receipt somebody else may still bring it.
            fates[again.record.bundle.hash(hashing)] =
                result == .refused ? .deferred : .delivered
        }
        if fates.isEmpty { return false }
        var hasChanged = false
        for var lost in try copy.lostRecords() where lost.fate == .waiting {
            guard let fate = fates[lost.bundle.hash(hashing)] else { continue }
            // One's own words one can say again.
            lost.fate = lost.author == store.account ? .delivered : fate
            hasChanged = true
            try copy.putLost(lost)
        }
        return hasChanged
    }

    /// Gives up, once all that can be brought was brought and all is read, the lost records that
    /// have not come back, and forgets those that others wait for and whose author has said them
    /// again. Returns whether there was any: the rest goes on under a new identity.
    func giveUpLost(in copy: any CopyStore, _ report: inout SyncReport) throws -> Bool {
        let lost = try copy.lostRecords()
        if lost.contains(where: \.isToBring) { return false }
        let gone = try lost.filter { lost in
            switch lost.fate {
            case .waiting, .delivered: true
            case .aside: false
            case .deferred: try isSaidAgain(lost, in: copy)
            }
        }
        if gone.isEmpty { return false }
        try giveUp(gone, in: copy, &report)
        return true
    }

    private func isSaidAgain(_ lost: LostRecord, in copy: any CopyStore) throws -> Bool {
        try acceptedOps(of: lost, in: copy).allSatisfy {
            try Merge(copy, hashing: hashing).isAccepted($0.identity)
        }
    }

    private func acceptedOps(
        of lost: LostRecord, in copy: any CopyStore
    ) throws -> [PlacedOp] {
        let merge = Merge(copy, hashing: hashing)
        return try lost.bundle.entries.enumerated().compactMap { index, entry in
            guard lost.again.record.mask[index] == .accepted, case .op(let op, _) = entry else {
                return nil
            }
            return try merge.place(
                op, at: lost.bundle.dot(at: index), hash: entry.hash, author: lost.author,
                verdict: .pending)
        }
    }

    /// Issues the account's own ops of the records as new ones with their first issue, so that the
    /// server judges them anew, and after them what waits in the outbox, which may name them. What
    /// others wrote stays aside.
    private func giveUp(
        _ gone: [LostRecord], in copy: any CopyStore, _ report: inout SyncReport
    ) throws {
        let waiting = try copy.outbox().compactMap { try copy.op(at: $0) }
        var renamed: [Dot: Dot?] = [:]
        for var lost in gone {
            for index in lost.bundle.entries.indices {
                renamed.updateValue(nil, forKey: lost.bundle.dot(at: index))
            }
            let isOwn = lost.author == store.account
            for op in try acceptedOps(of: lost, in: copy) {
                let isAccepted = try Merge(copy, hashing: hashing).isAccepted(op.identity)
                guard isOwn || isAccepted else { continue }
                renamed.updateValue(
                    try sayAgain(op, in: copy, renamed, &report), forKey: op.dot)
            }
            if try isOwn || isSaidAgain(lost, in: copy) {
                try copy.removeLost(bundle: lost.bundle.hash(hashing))
            } else {
                lost.fate = .aside
                try copy.putLost(lost)
                report.setAside += 1
            }
        }
        for op in waiting {
            renamed.updateValue(try sayAgain(op, in: copy, renamed, &report), forKey: op.dot)
        }
        // Only now, as what goes into the drawer is worked out from what is here.
        for lost in gone { try unplace(lost, in: copy) }
        for op in waiting {
            try copy.removeFromOutbox(op.dot)
            try copy.removeOp(at: op.dot)
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

    /// Issues an op anew over what it names by now. Returns the dot under which it is known from
    /// then on; nil if it lies in the drawer.
    private func sayAgain(
        _ placed: PlacedOp, in copy: any CopyStore, _ renamed: [Dot: Dot?],
        _ report: inout SyncReport
    ) throws -> Dot? {
        if try Merge(copy, hashing: hashing).isAccepted(placed.identity) {
            return try dot(of: placed.identity, in: copy)
        }
        let op = placed.op
        func standing(_ dot: Dot) throws -> Dot? {
            if let known = renamed[dot] { return known }
            return try copy.op(at: dot) == nil ? nil : dot
        }
        var target: Op.Target? = op.target
        if case .annotation(let named) = op.target {
            target = try standing(named).map { .annotation($0) }
        }
        let names = try op.names.compactMap(standing)
        // Runs of text say nothing without all of the text that they change.
        let isBaseless = op.kind.isText && names.count < op.names.count
        guard let target, !isBaseless else {
            report.refused += try [shelve(placed, .lostBase, in: copy)].compactMap { $0 }
            return nil
        }
        let again = op.reissued(
            as: placed.identity, target: target, names: names,
            kills: try op.kills.compactMap(standing))
        try store.putWrittenHere(placed.identity)
        return try enqueue(again, in: copy).dot
    }
}
