import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// Does all steps, lets everybody sync until nothing is left to do, and checks what has come of
    /// it.
    func run(_ steps: [Step]) throws {
        for step in steps {
            note("— \(step.action) \(step.number)")
            try run(step)
            var numbers = SplitMix64(seed: ~step.number)
            try checkStep(&numbers)
        }
        tick += 1
        randomness.reseed(plan.seed ^ 0x6ea1)
        count("profile \(plan.profile)")
        try deliverAll()
        try mendDeceived()
        try heal()
        try checkEnd()
    }

    /// What was on its way arrives late, in any order.
    private func deliverAll() throws {
        for request in requests.reversed() { answers.append(try serve(request)) }
        for answer in answers.reversed() { _ = try take(answer, 16) }
        requests = []
        answers = []
    }

    private func heal() throws {
        for machine in machines {
            try logIn(machine)
            try joinAll(machine)
        }
        for _ in 0..<12 {
            var isQuiet = true
            for machine in machines {
                tick += 1
                // Copies of one store issue the same ops again and again, and pages are small.
                if try !round(machine, trips: 32, share: 8) {
                    throw Failure("\(machine.name) is not done after 32 round trips")
                }
                // A late answer may have said that the account is not a member; it is again.
                try joinAll(machine)
            }
            for machine in machines where try !isLevel(machine) { isQuiet = false }
            if isQuiet { return }
        }
        throw Failure("not quiet after 12 rounds")
    }

    private func isLevel(_ machine: Machine) throws -> Bool {
        for copy in machine.copies where copy.state.stop == nil && !isOrphan(copy) {
            guard copy.own.outbox.isEmpty, !copy.state.isRecovering,
                let log = server.memorySet(copy.id),
                copy.own.state.position.epoch == server.epoch,
                copy.own.state.position.seq == log.end.seq,
                copy.own.membership.count == log.membership.count
            else { return false }
        }
        return true
    }

    private func checkEnd() throws {
        var expected: [SetID: Expected] = [:]
        for set in server.all {
            var judge = OracleJudge(naming, set)
            let whole = wholeLog(set)
            try judge.check(whole) { loss.broughtBack.contains($0.bundle.hash(hashing)) }
            var reissues = ReissueCheck()
            if loss.count == 0 { try reissues.check(whole) }
            if audits, reissues.count > 0 {
                audit["issued again with substitutes", default: 0] += reissues.count
            }
            let log = LogView(whole, set.membership, hashing)
            try checkArticles(log, set.id)
            let end = Expected(Oracle(log.accepted, in: set.id, naming))
            try compare(set, .confirmed, end.oracle)
            expected[set.id] = end
            guard try recount(set) == set.contentHash else {
                throw Failure("the server's content hash is not that of its content")
            }
            if audits { count(whole) }
        }
        for machine in machines {
            try check(machine, 1, isStated: false)
            for copy in machine.copies where !isOrphan(copy) {
                try checkEnd(copy, machine, expected[copy.id])
            }
        }
        try checkFates()
        try checkIssues()
        try checkDurable()
        try checkPromises()
        try checkStores()
    }

    /// The stores themselves find nothing wrong with their rows.
    private func checkStores() throws {
        for machine in machines {
            if let fault = try machine.disk.faults().first {
                throw Failure("\(machine.name)'s store: \(fault)")
            }
        }
        if let fault = try serverDisk.faults().first {
            throw Failure("the server's store: \(fault)")
        }
    }

    /// An article's id says which set it lies in, also when it was moved there.
    private func checkArticles(_ log: LogView, _ set: SetID) throws {
        for entry in log.accepted where entry.op.kind == .addArticle {
            let key = try ArticlePayload(entry.op.payload).key
            guard entry.op.target == .article(naming.article(in: set, key: key)) else {
                throw Failure("an article is called after another set")
            }
        }
    }

    private func checkEnd(
        _ copy: MemoryCopy, _ machine: Machine, _ expected: Expected?
    ) throws {
        let isMember = role(of: machine.store.account, in: copy.id) != nil
        if let stop = copy.state.stop, stop != .removed {
            guard play.isKeyStolen else { throw Failure("\(machine.name) ended stopped: \(stop)") }
            return count("stopped for good: \(stop)")
        }
        guard (copy.state.stop == .removed) != isMember else {
            throw Failure("\(machine.name) and the server differ on who is a member")
        }
        guard copy.state.stop == nil else { return try checkOwnWords(copy.id, machine) }
        guard let expected, let log = server.memorySet(copy.id),
            copy.contentHash == log.contentHash,
            copy.own.sealed.isEmpty, copy.own.outbox.isEmpty
        else { throw Failure("\(machine.name) is not level with the server") }
        try compare(copy, .confirmed, expected.oracle)
        try compare(copy, .shown, expected.oracle)
        try checkTexts(copy, expected)
    }

    /// Whoever had to leave a set has all that was written in this store in the drawer, accepted or
    /// not.
    private func checkOwnWords(_ id: SetID, _ machine: Machine) throws {
        guard let set = server.memorySet(id) else { return }
        let kept = Set(machine.store.drawer.map(\.identity))
        let written = Set(machine.store.written)
        let log = LogView(wholeLog(set), set.membership, hashing)
        for entry in log.accepted where entry.op.kind.isContent {
            if written.contains(entry.identity), !kept.contains(entry.identity) {
                throw Failure("\(machine.name) lost its own words when it left")
            }
        }
    }

    /// Nothing that was written in a store that still exists is gone: it is accepted, or in a
    /// drawer of its person.
    private func checkFates() throws {
        var accepted: Set<Identity> = []
        for set in server.all {
            let log = LogView(wholeLog(set), set.membership, hashing)
            accepted.formUnion(log.accepted.map(\.identity))
        }
        for machine in machines {
            var kept = accepted
            for other in machines where other.store.account == machine.store.account {
                kept.formUnion(other.store.drawer.map(\.identity))
                for copy in other.copies where isOrphan(copy) {
                    kept.formUnion(copy.content.ops.map(\.identity))
                }
            }
            for identity in machine.store.written where !kept.contains(identity) {
                // A lost change without words goes with the membership.
                if loss.count > 0, loss.isWordless(identity),
                    loss.left.contains(machine.name)
                {
                    continue
                }
                throw Failure("\(machine.name) wrote \(identity.dot), which is gone")
            }
        }
    }

    private func count(_ log: [Record]) {
        for record in log {
            for (index, entry) in record.bundle.entries.enumerated() {
                audit["verdict \(record.mask[index])", default: 0] += 1
                let again = entry.op.was == nil ? "" : " again"
                audit["\(entry.op.kind.raw >> 6)\(again): \(record.mask[index])", default: 0] += 1
            }
        }
    }
}
