import MemoryStorage

/// One step of a schedule. It draws from its own number alone, so that steps can be taken out one
/// by one.
struct Step: Hashable, Sendable {
    enum Action: String, CaseIterable, Sendable {
        // What people do.
        case write, contend, delete, undo, open, abort
        // What other programs do.
        case force, unknown, odd
        // What the network does.
        case send, receive, resend, serverCrash, answer, answerAgain, dropRequest, dropAnswer, round
        // What administrators do.
        case role, rejoin, logIn
        // What happens to machines.
        case clone, backup, restore, laterStore, clock
        // What happens to the server.
        case serverBackup, serverRestore, serverSilent, serverEmpty, truncate
        // What those do who keep to no rule.
        case attack, hostileRole, lie
        // What happens to programs.
        case clientCrash, restart, pause, upgrade, rebuild
        // What owners command, over the log that they have read.
        case command, deliverCommand, leave
    }

    let action: Action
    let number: UInt64
}

/// What kind of schedules a seed makes.
struct Plan: Sendable {
    let seed: UInt64
    let accounts: Int
    let machines: Int
    let sharedSets: Int
    let usesCodecs: Bool
    /// Records' octets in one answer; small ones make many pages.
    let answerOctets: Int
    let profile: Profile
    let medium: Medium
    let steps: [Step]

    enum Profile: Int, CaseIterable, Sendable {
        case net, roles, copies, backups, contention, unknown, laterStores, sameArticle, all
        case serverBackup, serverEmpty, serverSilent, allButSilence
        case snapshots, snapshotsOfRestored, snapshotsOfEmpty
        case hostileMember, hostileAfterLoss, hostileServer, crashes, versions, owners, pauses
        // Known to fail now and then; run by name alone.
        case serverSilentTwice, lossWithLaterStores, hostileKey

        /// The profiles that a seed draws from.
        static let drawn = allCases.filter {
            ![.serverSilentTwice, .lossWithLaterStores, .hostileKey].contains($0)
        }

        /// Whether somebody is a member whose program keeps to no rule.
        var hasHostileMember: Bool { extra.contains(.attack) }

        /// How often a server may be put back without saying so.
        var silencesMax: Int {
            switch self {
            case .serverSilent, .lossWithLaterStores: 1
            case .serverSilentTwice: 3
            default: 0
            }
        }

        var extra: [Step.Action] {
            switch self {
            case .net: [.abort, .open, .clock]
            case .roles: [.role, .role, .force, .rejoin, .open, .open]
            case .copies: [.clone, .role, .role, .force, .send]
            case .backups: [.backup, .restore, .role, .force, .send]
            case .contention: [.contend, .delete, .undo, .open, .delete, .contend]
            case .unknown: [.unknown, .odd, .force, .role]
            case .laterStores: [.laterStore, .logIn, .clone]
            case .sameArticle: [.write, .clock, .delete]
            case .serverBackup: [.serverBackup, .serverRestore, .send]
            case .serverEmpty: [.serverEmpty, .send]
            case .snapshots:
                [
                    .serverBackup, .truncate, .truncate, .laterStore, .logIn, .clone, .backup,
                    .restore, .role, .force, .delete, .contend, .undo,
                ]
            case .snapshotsOfRestored:
                [
                    .serverBackup, .truncate, .truncate, .serverRestore, .laterStore, .logIn,
                    .send, .role,
                ]
            case .snapshotsOfEmpty: [.serverBackup, .truncate, .truncate, .serverEmpty, .send]
            case .hostileMember:
                [.attack, .attack, .attack, .hostileRole, .role, .force, .contend, .odd]
            case .hostileAfterLoss:
                [.attack, .attack, .attack, .hostileRole, .serverBackup, .serverRestore, .role]
            case .hostileServer, .hostileKey:
                [.lie, .lie, .lie, .role, .force, .logIn, .laterStore]
            case .crashes:
                [.clientCrash, .clientCrash, .restart, .restart, .serverCrash, .send, .role]
            case .versions:
                [.unknown, .unknown, .upgrade, .rebuild, .contend, .delete, .force, .role]
            case .owners:
                [.command, .command, .deliverCommand, .deliverCommand, .leave, .send, .force]
            case .pauses: [.pause, .pause, .send, .resend, .role, .contend, .delete, .rejoin]
            case .lossWithLaterStores:
                [
                    .role, .force, .clone, .backup, .restore, .laterStore, .logIn, .serverBackup,
                    .serverRestore, .serverSilent, .serverEmpty, .contend, .delete, .undo,
                    .send,
                ]
            case .serverSilent, .serverSilentTwice: [.serverBackup, .serverSilent, .role, .send]
            case .allButSilence:
                [
                    .role, .force, .clone, .backup, .restore, .serverBackup, .serverRestore,
                    .unknown, .contend, .delete, .undo, .open,
                ]
            case .all:
                [
                    .role, .force, .clone, .backup, .restore, .unknown, .odd, .laterStore, .logIn,
                    .contend, .delete, .undo, .open, .clock, .rejoin, .abort,
                ]
            }
        }
    }

    private static let common: [Step.Action] =
        Array(repeating: .write, count: 10) + Array(repeating: .send, count: 5)
        + Array(repeating: .receive, count: 5) + Array(repeating: .answer, count: 5)
        + Array(repeating: .round, count: 4)
        + [.resend, .answerAgain, .dropRequest, .dropAnswer, .serverCrash, .undo, .delete]

    init(seed: UInt64, profile only: Profile? = nil, medium: Medium = .memory) {
        var numbers = SplitMix64(seed: seed)
        self.seed = seed
        self.medium = medium
        accounts = 2 + numbers.below(3)
        machines = 3 + numbers.below(3)
        sharedSets = numbers.once(in: 4) ? 2 : 1
        usesCodecs = numbers.once(in: 8)
        answerOctets = numbers.once(in: 3) ? 1_024 : 1_000_000
        let drawn = Profile.drawn[numbers.below(Profile.drawn.count)]
        profile = only ?? drawn
        let actions = Self.common + profile.extra + profile.extra
        steps = (0..<30 + numbers.below(40)).map { _ in
            Step(action: actions[numbers.below(actions.count)], number: numbers.next())
        }
    }
}
