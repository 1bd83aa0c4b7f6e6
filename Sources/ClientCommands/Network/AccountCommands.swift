import AnnotationModel
import CommandLine
import HTTPMessage
import JSON
import Octets
import Storage
import SyncHTTP

/// `postil logout`: ends this device's log-in; the store keeps everything.
enum LogoutCommand {
    static func run(_ session: Session) throws -> Reply {
        let client = try ServerClient(session)
        do {
            _ = try client.json(.post, SyncRoute.logout, having: "device")
        } catch let failure as CommandFailure where failure.code == ProblemType.loginNeeded.rawValue
        {
            // It has ended already; what is left is to forget it here.
        }
        let waiting = try session.write { workspace in
            try workspace.transaction.putSetting(.token, nil)
            return try workspace.transaction.unsyncedCount()
        }
        let verbs = waiting == 1 ? ("has", "stays") : ("have", "stay")
        let rest =
            waiting == 0
            ? ""
            : "\(Counted.text(waiting, "change")) \(verbs.0) not been sent and \(verbs.1) here.\n"
        return Reply(
            text: "Logged out of \(client.address.host); this store keeps all it has.\n" + rest
        ) {
            $0.member("server", client.address.url)
            $0.member("unsynced", waiting)
        }
    }

    /// Ends a log-in that is not kept.
    static func end(
        _ login: Login, _ address: ServerAddress, _ allowsInsecure: Bool, _ session: Session
    ) throws {
        let client = ServerClient(
            address, token: login.token, allowsInsecure: allowsInsecure, session.console)
        _ = try client.json(.post, SyncRoute.logout, having: "device")
    }
}

/// `postil whoami`: the account and device of this store.
enum WhoamiCommand {
    static func run(_ session: Session) throws -> Reply {
        let client = try ServerClient(session)
        let (name, account, device) = try session.read { workspace in
            let transaction = workspace.transaction
            return (
                try transaction.setting(.accountName).map { String(decoding: $0, as: UTF8.self) }
                    ?? "?",
                transaction.account.octets.hex,
                try transaction.setting(.deviceName).map { String(decoding: $0, as: UTF8.self) }
            )
        }
        var isReached = true
        do {
            _ = try client.json(.get, SyncRoute.me, having: "account")
            try LoginMemory.forget(session)
        } catch let failure as CommandFailure where failure.status == .network {
            isReached = false
        }
        let place = device.map { " from “\(TerminalSafe.line($0))”" } ?? ""
        let doubt = isReached ? "" : " (\(client.address.host) cannot be reached just now)"
        return Reply(text: "\(TerminalSafe.line(name)) on \(client.address.host)\(place)\(doubt)\n")
        {
            $0.member("user", name)
            $0.member("account", account)
            $0.member("server", client.address.url)
            $0.member("device", device)
            $0.member("reached", isReached)
        }
    }
}
