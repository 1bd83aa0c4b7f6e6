import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// Does one step; all that is random in it comes from its number.
    func run(_ step: Step) throws {
        var numbers = SplitMix64(seed: step.number)
        randomness.reseed(~step.number)
        now += UInt64(numbers.below(5_000))
        tick += 1
        guard let machine = numbers.pick(machines) else { return }
        count("step \(step.action)")
        if isAsleep(machine) { return }
        switch step.action {
        case .write, .contend, .delete, .undo, .open, .abort, .force, .unknown, .odd:
            try act(step.action, machine, &numbers)
        case .send: if let request = try request(machine) { requests.append(request) }
        case .receive, .resend, .serverCrash, .answer, .answerAgain, .dropRequest, .dropAnswer:
            try move(step.action, &numbers)
        case .round: try round(machine)
        case .role: try changeRole(&numbers)
        case .rejoin: try joinAll(machine)
        case .logIn: try logIn(machine)
        case .clone, .backup, .restore, .laterStore, .clock:
            try happen(step.action, machine, &numbers)
        case .serverBackup, .serverRestore, .serverSilent, .serverEmpty:
            try lose(step.action)
        case .truncate: try truncate(&numbers)
        case .attack: try attack(&numbers)
        case .hostileRole: try changeHostileRole(&numbers)
        case .lie: try lie(to: machine, &numbers)
        case .clientCrash, .restart, .pause, .upgrade, .rebuild:
            try trouble(step.action, machine, &numbers)
        case .command, .deliverCommand, .leave:
            try giveCommand(step.action, machine, &numbers)
        }
    }

    private func move(_ action: Step.Action, _ numbers: inout SplitMix64) throws {
        if action == .answer || action == .answerAgain || action == .dropAnswer {
            guard !answers.isEmpty else { return }
            let index = numbers.below(answers.count)
            let answer = action == .answerAgain ? answers[index] : answers.remove(at: index)
            if action != .dropAnswer { _ = try take(answer, 16) }
            return
        }
        guard !requests.isEmpty else { return }
        let index = numbers.below(requests.count)
        let request = action == .resend ? requests[index] : requests.remove(at: index)
        switch action {
        case .dropRequest: return
        case .serverCrash:
            // Half of the time after the commit: the answer alone is lost.
            isCrashing = numbers.once(in: 2)
            do { _ = try serve(request) } catch is Aborted {}
            isCrashing = false
            try serverDisk.restart()
            try checkDurable()
        default: answers.append(try serve(request))
        }
    }

    private func changeRole(_ numbers: inout SplitMix64) throws {
        let others = machines.map(\.owner).filter { $0 != machines[0].owner }
        guard let account = numbers.pick(others), let set = numbers.pick(shared) else { return }
        let roles: [Role?] = [nil, .reader, .commenter, .editor]
        let role = roles[numbers.below(roles.count)]
        note("role \(String(describing: role))")
        if plan.profile.losesServer {
            // A command is given over the log that its owner has, and he reads what it did.
            try round(machines[0])
            guard server.memorySet(set)?.isHeld == false else { return }
            try give(account, role, in: set)
            try round(machines[0])
        } else {
            try give(account, role, in: set)
        }
        loss.roles[set, default: [:]][account] = .some(role)
    }

    func logIn(_ machine: Machine) throws {
        guard !machine.isLoggedIn else { return }
        try machine.disk.logIn(machine.owner)
        try transact(machine) { try $0.takeIdentityOfAccount() }
        try joinAll(machine)
    }

    private func happen(
        _ action: Step.Action, _ machine: Machine, _ numbers: inout SplitMix64
    ) throws {
        switch action {
        case .clone:
            guard machines.count < 8 else { return }
            mayFork = true
            // A store that nobody is logged in at may be copied to somebody else's machine.
            let owner =
                machine.isLoggedIn ? machine.owner : numbers.pick(machines)?.owner ?? machine.owner
            let twin = Machine(
                machine.name + "'", try machine.disk.backup().opened(), machine.signer,
                owner: owner)
            twin.undo = machine.undo
            twin.latestWall = machine.latestWall
            twin.editors = machine.editors
            machines.append(twin)
            // What went with the membership is not in the copy either.
            if loss.left.contains(machine.name) { loss.left.insert(twin.name) }
        case .backup:
            machine.backup = Machine.Backup(
                store: try machine.disk.backup(), undo: machine.undo)
        case .restore:
            guard let backup = machine.backup else { return }
            mayFork = true
            if machine === machines[0] { loss.hasForgottenCommands = true }
            machine.disk = try backup.store.opened()
            machine.undo = backup.undo
            machine.editors = []
        case .laterStore:
            guard machines.count < 8 else { return }
            let owner = numbers.pick(machines)?.owner ?? machine.owner
            let later = try newMachine("n\(tick)", owner: owner)
            machines.append(later)
            _ = try transact(later) { try $0.found(isPersonal: true) }
            for _ in 0...numbers.below(4) { try act(.write, later, &numbers) }
        case .clock:
            let years = Int64(numbers.below(41)) - 20
            machine.skew = numbers.once(in: 3) ? 0 : years * 31_557_600_000
        default: break
        }
    }
}
