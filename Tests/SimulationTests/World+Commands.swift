import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

extension World {
    /// Gives a command over the membership log that the machine has read, at once or later.
    func giveCommand(
        _ action: Step.Action, _ machine: Machine, _ numbers: inout SplitMix64
    ) throws {
        if action == .deliverCommand {
            guard !play.commands.isEmpty else { return }
            return try carryOut(play.commands.remove(at: numbers.below(play.commands.count)))
        }
        guard machine.isLoggedIn, let set = numbers.pick(shared),
            let copy = machine.store.memoryCopy(of: set), copy.state.stop == nil
        else { return }
        let giver = machine.store.account
        let roles: [Role?] = [nil, .reader, .commenter, .editor, .owner, .owner, .owner]
        let isOwn = action == .leave || numbers.once(in: 6)
        let target = isOwn ? giver : numbers.pick(accounts) ?? giver
        let role = action == .leave ? nil : roles[numbers.below(roles.count)]
        let command = Play.Command(
            set: set, by: giver,
            command: RoleCommand(
                account: target, role: role, members: copy.membership.count,
                hash: copy.membership.hash))
        if numbers.once(in: 3) { try carryOut(command) } else { play.commands.append(command) }
    }

    private func carryOut(_ given: Play.Command) throws {
        guard let before = server.memorySet(given.set)?.membership else { return }
        let wasFresh =
            before.count == given.command.members && before.hash == given.command.hash
        do {
            try serverDisk.transaction { store in
                guard let set = try store.set(given.set) else { return }
                try given.command.carryOut(
                    on: set, by: given.by,
                    name: { try store.name(of: given.command.account) },
                    id: randomness.octets16())
            }
            count("command: carried out")
            guard wasFresh else { throw Failure("a command over an old log was carried out") }
            guard role(of: given.command.account, in: given.set) == given.command.role else {
                throw Failure("a command did something else")
            }
            guard before.role(of: given.by) == .owner || given.command.role == nil else {
                throw Failure("somebody who is no owner gave a role")
            }
        } catch let refusal as RoleCommand.Refusal {
            count("command: \(refusal)")
            guard server.memorySet(given.set)?.membership.count == before.count else {
                throw Failure("a command that was refused changed something")
            }
        }
        guard
            server.memorySet(given.set)?.membership.present.contains(where: {
                $0.member.role == .owner
            }) == true
        else { throw Failure("a set without an owner") }
    }
}
