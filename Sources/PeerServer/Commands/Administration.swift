import CommandLine
import Crypto
import JSON
import Octets
import Storage

/// The commands of `admin`; they work beside a server that runs.
struct Administration {
    let program: ServerProgram
    let command: ParsedCommand
    let folder: DataFolder

    private static let inviteLasts: UInt64 = 7 * 86_400_000

    init(_ program: ServerProgram, _ command: ParsedCommand) {
        self.program = program
        self.command = command
        folder = DataFolder(path: program.dataFolder(command))
    }

    func run() throws -> ExitStatus {
        switch command.path.dropFirst().joined(separator: " ") {
        case "invite": try invite()
        case "user list": try listUsers(folder.openExisting())
        case "user disable": try setDisabled(true)
        case "user enable": try setDisabled(false)
        case "set list": try listSets(folder.openExisting())
        case "set release": try release()
        case "stats": try stats(folder.openExisting())
        case "check": return try check()
        case "backup": try backup()
        case "compact": try compact()
        case "restore": try restore()
        default: throw CommandFailure(.usage, "“admin” has no such command")
        }
        return .done
    }

    /// Makes a code for a new account, good for seven days.
    static func makeInvite(_ store: ServerStore, isAdmin: Bool) throws -> InviteCode {
        let code = InviteCode()
        try store.write { store in
            try store.addInvite(
                Invite(
                    codeHash: code.hash, purpose: .account(isAdmin: isAdmin),
                    expires: WallClock.milliseconds &+ inviteLasts))
        }
        return code
    }

    private func invite() throws {
        let isAdmin = command.has("admin")
        let code = try Self.makeInvite(folder.openExisting(), isAdmin: isAdmin)
        let url = folder.url ?? program.setting("url", command)
        say(
            { answer in
                answer.member("code", code.shown)
                answer.member("isAdmin", isAdmin)
                answer.member("url", url)
            },
            "\(code.shown)\n  postil login \(url ?? "URL") --invite \(code.shown)\n")
    }

    private func setDisabled(_ isDisabled: Bool) throws {
        let name = command.argument("NAME") ?? ""
        let found = try folder.openExisting().write { store in
            guard let account = try store.account(named: name) else { return false }
            try store.setDisabled(isDisabled, account.id)
            try store.appendAudit(
                action: isDisabled ? "disable" : "enable", by: account.id, detail: "by an admin",
                now: WallClock.milliseconds)
            return true
        }
        guard found else {
            throw CommandFailure(
                .notFound, "there is no account “\(name)”",
                hints: ["postil-server admin user list --data \(folder.path)"])
        }
        let word = isDisabled ? "disabled" : "enabled"
        say(
            { answer in
                answer.member("name", name)
                answer.member("isDisabled", isDisabled)
            }, "\(word) \(TerminalSafe.line(name))\n")
    }

    /// Says it in JSON or in words, as was asked.
    func say(_ json: (inout JSONWriter) -> Void, _ text: @autoclosure () -> String) {
        guard command.has("json") else { return program.output.out(text()) }
        var writer = JSONWriter()
        writer.object { answer in
            answer.member("v", 1)
            json(&answer)
        }
        program.output.out(writer.text + "\n")
    }
}
