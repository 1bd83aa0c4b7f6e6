import CommandLine
import Storage
import SyncHTTP

/// The commands that speak with a server or are about it.
enum NetworkCommands {
    static func dispatch(_ session: Session) throws -> Reply {
        do {
            return try run(session)
        } catch let failure as CommandFailure where failure.code == ProblemType.loginNeeded.rawValue
        {
            try? LoginMemory.keepEnd(session)
            throw failure
        }
    }

    private static func run(_ session: Session) throws -> Reply {
        switch session.command.path.joined(separator: " ") {
        case "login": try LoginCommand.run(session)
        case "logout": try LogoutCommand.run(session)
        case "whoami": try WhoamiCommand.run(session)
        case "device add": try DeviceAddCommand.run(session)
        case "device list": try DeviceListCommand.run(session)
        case "device revoke": try DeviceRevokeCommand.run(session)
        case "sync": try SyncCommand.run(session)
        case "status": try StatusCommand.run(session)
        case "drawer": try DrawerCommand.run(session)
        default: try sets(session)
        }
    }

    private static func sets(_ session: Session) throws -> Reply {
        switch session.command.path.joined(separator: " ") {
        case "set new": try SetNewCommand.run(session)
        case "set list": try SetListCommand.run(session)
        case "set show": try SetShowCommand.run(session)
        case "set rename": try SetRenameCommand.run(session)
        case "set members": try SetMembersCommand.run(session)
        case "set invite": try SetInviteCommand.run(session)
        case "set join": try SetJoinCommand.run(session)
        case "set leave": try SetLeaveCommand.run(session)
        case "set role": try SetRoleCommand.run(session)
        case "set remove": try SetRemoveCommand.run(session)
        default:
            throw CommandFailure(
                .usage, code: "unknown-command",
                "there is no command “\(session.command.path.joined(separator: " "))” yet",
                hints: ["postil help"])
        }
    }
}

/// What the store remembers of the server's word that its log-in has ended.
enum LoginMemory {
    /// Keeps it, so that `status`, which asks nobody, can say it too.
    static func keepEnd(_ session: Session) throws {
        guard try session.read({ try $0.transaction.setting(.token) != nil }) else { return }
        try session.write { try $0.transaction.putSetting(.loginEnded, [1]) }
    }

    /// Forgets it: the server knows the device.
    static func forget(_ session: Session) throws {
        let isKept = try session.read { try $0.transaction.setting(.loginEnded) != nil }
        if isKept { try session.write { try $0.transaction.putSetting(.loginEnded, nil) } }
    }
}
