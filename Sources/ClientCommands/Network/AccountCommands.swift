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
        var untold: CommandFailure?
        do {
            _ = try client.json(.post, SyncRoute.logout, having: "device")
        } catch let failure as CommandFailure where failure.code == ProblemType.loginNeeded.rawValue
        {
            // It has ended already; what is left is to forget it here.
        } catch let failure as CommandFailure
            where failure.status == .network && !Self.isOfStranger(failure)
        {
            // Whoever wants to be logged out here is, whether the server is there or not.
            untold = failure
        }
        let end = try forget(session)
        let isTold = untold == nil
        var text = "Logged out of \(client.address.host); this store keeps all it has.\n" + end.text
        if let untold {
            let device = end.device.map { TerminalSafe.line(ShellWords.quoted($0)) } ?? "DEVICE"
            text +=
                "The server could not be told: \(TerminalSafe.line(untold.what)).\n"
                + "There, this machine may be logged in still. Once it answers, elsewhere:\n"
                + "postil device revoke \(device)\n"
                + "or here, with a code: postil login \(client.address.url) --invite CODE, "
                + "then postil logout\n"
        }
        return Reply(text: text, status: isTold ? .done : .partly) {
            $0.member("server", client.address.url)
            $0.member("unsynced", end.waiting)
            $0.member("serverTold", isTold)
        }
    }

    /// Whether something else answered in the server's place: what it says is no reason to do
    /// anything.
    private static func isOfStranger(_ failure: CommandFailure) -> Bool {
        ["not-a-server", "unreadable-answer", TransportError.Code.protocolError.rawValue]
            .contains(failure.code)
    }

    /// What a log-in leaves behind when it ends here.
    struct End {
        /// How many changes were not sent.
        let waiting: Int
        /// What the server calls this machine.
        let device: String?

        /// What is said of the changes; empty if all were sent.
        var text: String {
            if waiting == 0 { return "" }
            let (has, stays) = waiting == 1 ? ("has", "stays") : ("have", "stay")
            return "\(Counted.text(waiting, "change")) \(has) not been sent and \(stays) here.\n"
        }
    }

    /// Forgets the log-in, and nothing else.
    static func forget(_ session: Session) throws -> End {
        try session.write { workspace in
            let transaction = workspace.transaction
            try transaction.putSetting(.token, nil)
            try transaction.putSetting(.loginEnded, nil)
            let name = try transaction.setting(.deviceName)
            return End(
                waiting: try transaction.unsyncedCount(),
                device: name.map { String(decoding: $0, as: UTF8.self) })
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
