import AnnotationModel
import CommandLine
import Crypto
import Glibc
import HTTPMessage
import JSON
import Octets
import Storage
import SyncEngine
import SyncHTTP

/// `postil login URL`: makes this store a device of an account.
enum LoginCommand {
    static func run(_ session: Session) throws -> Reply {
        let address = try ServerAddress(typed: typedAddress(session))
        let allowsInsecure = session.command.has("allow-insecure")
        let before = try check(session, address)
        let client = ServerClient(
            address, token: nil, allowsInsecure: allowsInsecure, session.console)
        _ = try ServerVersion(client)
        guard let code = session.command.value("invite") else { throw codeNeeded(address) }
        let name = try session.command.value("user") ?? userName(session, address)
        if !name.isEmpty, !isName(name) { throw nameMalformed(name, session) }
        let joining = Joining(
            code: code, name: name, device: session.command.value("device") ?? machineName())
        let login: Login
        do {
            login = try joining.run(session, client)
        } catch let failure as CommandFailure
            where name.isEmpty && failure.code == ProblemType.malformed.rawValue
        {
            throw nameNeeded(address, session)
        }
        if let before, before != login.account {
            try? LogoutCommand.end(login, address, allowsInsecure, session)
            throw CommandFailure(
                .refusedForSafety, code: "other-account",
                "this store holds the notes of another account of \(address.host)",
                evidence: ["that code is for \(login.name); nothing was changed here"],
                hints: [
                    "use a store of its own: postil --store DIR login \(address.url) --invite CODE"
                ])
        }
        try session.write { workspace in
            let transaction = workspace.transaction
            try transaction.putSetting(.serverURL, Array(address.url.utf8))
            try transaction.putSetting(.token, Array(login.token.utf8))
            try transaction.putSetting(.loginEnded, nil)
            try transaction.putSetting(.serverKey, login.serverKey.octets)
            try transaction.putSetting(.accountID, login.account.octets.octets)
            try transaction.putSetting(.accountName, Array(login.name.utf8))
            try transaction.putSetting(.deviceName, Array(joining.device.utf8))
            try transaction.putSetting(.allowInsecure, allowsInsecure ? [1] : nil)
            try workspace.replica.takeIdentityOfAccount()
        }
        return try firstSync(session, login, address)
    }

    private static func typedAddress(_ session: Session) throws -> String {
        if let typed = session.command.argument("URL") { return typed }
        if let known = try session.settings.value(.server) { return known.text }
        throw CommandFailure(
            .usage, code: "missing-argument", "“postil login” needs the server's address",
            hints: [
                "postil login URL --invite CODE   ·   or once: postil config set sync.server URL"
            ])
    }

    /// The account that the store belongs to; nil if to none yet.
    ///
    /// - Throws: `CommandFailure` if the store is logged in, or belongs to another server.
    private static func check(_ session: Session, _ address: ServerAddress) throws -> AccountID? {
        let (stored, token, account) = try session.read { workspace in
            let transaction = workspace.transaction
            return (
                try transaction.setting(.serverURL).map { String(decoding: $0, as: UTF8.self) },
                try transaction.setting(.token),
                try transaction.setting(.accountID).flatMap { Octets16($0) }
            )
        }
        guard let known = stored.flatMap(ServerAddress.init(stored:)) else { return nil }
        if known.host != address.host {
            throw CommandFailure(
                .refusedForSafety, code: "other-server",
                "this store belongs to an account on \(known.host): one store, one server",
                evidence: ["nothing was sent or changed"],
                hints: [
                    "use a store of its own: postil --store DIR login \(address.url) --invite CODE"
                ])
        }
        if token != nil, try isStillValid(session) {
            throw CommandFailure(
                .refusedForSafety, code: "already-logged-in",
                "this store is logged in to \(known.host) already",
                evidence: ["nothing was changed"],
                hints: ["postil whoami", "to log in anew: postil logout"])
        }
        return account.map { AccountID($0) }
    }

    private static func isStillValid(_ session: Session) throws -> Bool {
        do {
            _ = try ServerClient(session).json(.get, SyncRoute.me, having: "account")
        } catch let failure as CommandFailure where failure.code == ProblemType.loginNeeded.rawValue
        {
            return false
        }
        return true
    }

    private static func codeNeeded(_ address: ServerAddress) -> CommandFailure {
        CommandFailure(
            .notAllowed, code: "invite-needed", "\(address.host) lets in who has a code",
            evidence: ["nothing was sent or changed"],
            hints: [
                "with a machine that is logged in: type “postil device add” there, then here",
                "otherwise ask the admin of \(address.host) for an invite, then",
                "postil login \(address.url) --invite CODE",
            ])
    }

    // MARK: Names

    private static func userName(_ session: Session, _ address: ServerAddress) throws -> String {
        let user = session.console.environment["USER"] ?? session.console.environment["LOGNAME"]
        let kept = (user ?? "").lowercased().unicodeScalars.filter {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
        }
        let known = String(String.UnicodeScalarView(kept.prefix(32)))
        let usual = isName(known) ? known : ""
        guard session.mayAsk else { return usual }
        let offered = usual.isEmpty ? "" : " [\(usual)]"
        session.console.err("Your user name on \(TerminalSafe.line(address.host))\(offered): ")
        let typed = (readLine() ?? "").trimmedASCII
        return typed.isEmpty ? usual : typed
    }

    /// Whether it may be an account's name; capitals become small letters (Protocol/06-http.md).
    private static func isName(_ text: String) -> Bool {
        let isSound = text.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                || $0 == "_" || $0 == "-"
        }
        return isSound && (2...32).contains(text.utf8.count)
    }

    private static func nameMalformed(_ name: String, _ session: Session) -> CommandFailure {
        CommandFailure(
            .usage, code: "bad-name",
            "“\(name)” cannot name an account: a name is 2 to 32 of a-z, 0-9, _ and -",
            evidence: ["nothing was sent; the code is good still"],
            hints: ["choose another: postil login URL --invite CODE --user NAME"])
    }

    private static func nameNeeded(
        _ address: ServerAddress, _ session: Session
    ) -> CommandFailure {
        let again = session.again("--user", "NAME")
        return CommandFailure(
            .decisionNeeded, code: "name-needed", "a new account needs a name",
            evidence: ["the code is good still"],
            hints: [again ?? "postil login \(address.url) --invite CODE --user NAME"])
    }

    private static func machineName() -> String {
        var name = [CChar](repeating: 0, count: 257)
        guard gethostname(&name, name.count - 1) == 0 else { return "device" }
        let octets = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return octets.isEmpty ? "device" : String(decoding: octets, as: UTF8.self)
    }

    // MARK: First sync

    private static func firstSync(
        _ session: Session, _ login: Login, _ address: ServerAddress
    ) throws -> Reply {
        let client = try ServerClient(session)
        let outcome = try SyncDriver.run(session, client)
        var text = "Logged in to \(address.host) as \(TerminalSafe.line(login.name))\n"
        if let failure = outcome.failure {
            let whole = try SyncCommand.complete(failure, outcome, session)
            session.console.err(
                "The log-in is done; the first sync is not.\n" + whole.terminalText())
        } else {
            text += try session.read { try SyncWords(outcome, address, $0).text }
        }
        text += "Further machines of yours: postil device add\n"
        return Reply(text: text) {
            $0.member("user", login.name)
            $0.member("account", login.account.octets.hex)
            $0.member("device", login.device)
            $0.member("server", address.url)
            $0.member("admin", login.isAdmin)
            $0.member("sent", outcome.report.sent)
            $0.member("received", outcome.report.received)
            $0.member("synced", outcome.failure == nil)
        }
    }
}

extension String {
    /// The text without spaces, tabs and line ends at both its ends.
    var trimmedASCII: String {
        let isSpace = { (octet: UInt8) in octet == 0x20 || (0x09...0x0D).contains(octet) }
        let front = utf8.drop(while: isSpace)
        return String(
            decoding: Array(front.reversed().drop(while: isSpace).reversed()), as: UTF8.self)
    }
}
