import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import WireFormat

/// What a world remembers of those who keep to no rule, and of faults that are to be checked later;
/// a class because the checks that read it change nothing else.
final class Play {
    /// An op as the person who wrote it issued it first.
    struct Issue {
        let account: AccountID
        let kind: OpKind
        let payload: [UInt8]
    }

    /// A role command, over the membership log that whoever gave it had read.
    struct Command {
        let set: SetID
        let by: AccountID
        let command: RoleCommand
    }

    var hostile: HostileMember?
    /// Machines that were told lies, and the older answers that they got.
    var deceived: Set<ObjectIdentifier> = []
    var earlier: [ObjectIdentifier: [SyncAnswer]] = [:]
    /// Whether the server's key was used for a lie.
    var isKeyStolen = false
    /// Machines that were stopped and mended.
    var mended: Set<ObjectIdentifier> = []
    /// Bundles that the server said it has.
    var acknowledged: [Dot: (set: SetID, hash: Octets32)] = [:]
    /// First issues of what honest people wrote.
    var issues: [Identity: Issue] = [:]
    var asleep: [ObjectIdentifier: Int] = [:]
    var upgraded: Set<ObjectIdentifier> = []
    var commands: [Command] = []
}

extension World {
    /// Whether a machine may stop syncing a set: somebody lied to it.
    func mayStop(_ machine: Machine) -> Bool {
        play.deceived.contains(ObjectIdentifier(machine))
    }

    func count(_ what: @autoclosure () -> String) {
        if audits { audit[what(), default: 0] += 1 }
    }

    /// Makes a role given, by an owner who has read all and who reads what came of it.
    func command(_ account: AccountID, _ role: Role?, in set: SetID) throws -> Bool {
        guard plan.profile.losesServer else {
            try give(account, role, in: set)
            return true
        }
        try round(machines[0])
        guard server.memorySet(set)?.isHeld == false else { return false }
        try give(account, role, in: set)
        try round(machines[0])
        return true
    }
}
