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
        case serverBackup, serverRestore, serverSilent, serverEmpty
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

        /// How often a server may be put back without saying so.
        var silencesMax: Int { self == .serverSilent ? 1 : 0 }

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
            case .serverSilent: [.serverBackup, .serverSilent, .role, .send]
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
        let drawn = Profile.allCases[numbers.below(Profile.allCases.count)]
        profile = only ?? drawn
        let actions = Self.common + profile.extra + profile.extra
        steps = (0..<30 + numbers.below(40)).map { _ in
            Step(action: actions[numbers.below(actions.count)], number: numbers.next())
        }
    }
}
