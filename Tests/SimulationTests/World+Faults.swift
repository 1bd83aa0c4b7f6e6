import AnnotationModel
import CRDT
import Replication
import SyncEngine
import WireFormat

@testable import MemoryStorage

extension World {
    /// What happens to programs: they crash at the border of a transaction, are opened again, do
    /// nothing for long, are replaced by newer ones, or work their copies out anew.
    func trouble(
        _ action: Step.Action, _ machine: Machine, _ numbers: inout SplitMix64
    ) throws {
        switch action {
        case .clientCrash: try crash(machine, &numbers)
        case .restart:
            if numbers.once(in: 2) {
                try machine.disk.restart()
                try check(machine, 4)
            } else {
                try serverDisk.restart()
                try checkDurable()
            }
        case .pause:
            play.asleep[ObjectIdentifier(machine)] = tick + 5 + numbers.below(25)
        case .upgrade:
            play.upgraded.insert(ObjectIdentifier(machine))
            try rebuild(machine)
        case .rebuild: try rebuild(machine)
        default: break
        }
    }

    func isAsleep(_ machine: Machine) -> Bool {
        play.asleep[ObjectIdentifier(machine)].map { tick < $0 } ?? false
    }

    /// Whether the person's program is one that does not know the newer kinds.
    func isOld(_ machine: Machine) -> Bool {
        plan.profile == .versions && machine.name.utf8.last.map { $0 % 2 == 1 } == true
            && !play.upgraded.contains(ObjectIdentifier(machine))
    }

    /// The program stops before the commit of what it does, or after it and before it says so.
    private func crash(_ machine: Machine, _ numbers: inout SplitMix64) throws {
        let before = Trail(machine)
        let isAnswer = numbers.once(in: 2)
        let isBeforeCommit = numbers.once(in: 2)
        let index = answers.firstIndex { $0.machine === machine }
        do {
            if isAnswer, let index {
                let answer = isBeforeCommit ? answers[index] : answers.remove(at: index)
                _ = try transact(machine) { replica in
                    let report = try replica.take(answer.answer, to: answer.request)
                    if isBeforeCommit { throw Aborted() }
                    return report
                }
                count("crash after an answer was taken")
            } else if machine.isLoggedIn {
                _ = try transact(machine) { replica in
                    let request = try replica.request()
                    if isBeforeCommit { throw Aborted() }
                    return request
                }
                count("crash after bundles were sealed")
            }
        } catch is Aborted {
            count(isAnswer && index != nil ? "crash while taking" : "crash while sealing")
            try machine.disk.restart()
            guard Trail(machine) == before else {
                throw Failure("\(machine.name) kept something of what was not committed")
            }
        }
        let last = Trail(machine)
        try machine.disk.restart()
        guard Trail(machine) == last else {
            throw Failure("\(machine.name) is another one after it was opened again")
        }
        for copy in machine.copies where copy.state.stop == .removed {
            loss.left.insert(machine.name)
        }
        try check(machine, 4)
    }

    /// What a store holds, as far as a crash could change it.
    private struct Trail: Equatable {
        var states: [CopyState] = []
        var outboxes: [[Dot]] = []
        var sealed: [[Bundle]] = []
        var hashes: [UInt128] = []
        let replica: ReplicaID
        let drawer: Int
        let written: Int

        init(_ machine: Machine) {
            replica = machine.store.replica
            drawer = machine.store.drawer.count
            written = machine.store.written.count
            for copy in machine.copies {
                states.append(copy.state)
                outboxes.append(copy.own.outbox)
                sealed.append(copy.own.sealed)
                hashes.append(copy.contentHash)
            }
        }
    }

    /// Works the copies out anew from their logs, as the programs' repair does: nothing changes.
    private func rebuild(_ machine: Machine) throws {
        guard !plan.medium.isSQLite else { return }
        for copy in machine.copies where copy.state.stop == nil {
            let before = (copy.contentHash, copy.own.outbox, copy.own.texts.pairs)
            let report = try transact(machine) { try $0.rebuild(copy) }
            guard report.log == .whole, report.lost.isEmpty, report.shelved.isEmpty,
                !report.needsNewIdentity
            else { throw Failure("a copy that was whole is not worked out anew: \(report)") }
            guard before.0 == copy.contentHash, before.1 == copy.own.outbox else {
                throw Failure("a copy worked out anew is another one")
            }
            for (entity, text) in before.2 where copy.own.texts[entity] != text {
                // What was refused is shown no more, and nobody asks for its text.
                if try copy.entity(entity, .shown)?.creation == nil { continue }
                throw Failure("a text worked out anew is another one")
            }
            count("worked out anew")
        }
        try check(machine, 2)
    }
}
