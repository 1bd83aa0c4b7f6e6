import CommandLine
import HTTPMessage
import JSON
import Storage
import SyncHTTP

/// `postil device add`: a code with which another machine joins this account.
enum DeviceAddCommand {
    static func run(_ session: Session) throws -> Reply {
        let client = try ServerClient(session)
        let value = try client.json(
            .post, SyncRoute.deviceCodes, having: "code", isIdempotent: false)
        guard let code = value["code"]?.string else {
            throw client.unreadable("there is no code in it")
        }
        let line = "postil login \(client.address.url) --invite \(code)"
        let text =
            "On the new machine type, within ten minutes:\n\n  \(TerminalSafe.line(line))\n\n"
            + "The code works once.\n"
        return Reply(text: text) {
            $0.member("code", code)
            $0.member("expires", value["expires"] ?? .null)
            $0.member("command", line)
        }
    }
}

/// `postil device list`: the account's devices.
enum DeviceListCommand {
    static func run(_ session: Session) throws -> Reply {
        let client = try ServerClient(session)
        let devices = try devices(client)
        var table = Table([
            .init("ID"), .init("NAME", canShrink: true), .init("CREATED"), .init("STATE"),
        ])
        for device in devices {
            table.append([
                String((device["id"]?.string ?? "").prefix(12)), device["name"]?.string ?? "",
                device["created"]?.string ?? "", state(device),
            ])
        }
        return .list(
            text: table.terminalText(width: session.console.columns, withTitles: true),
            plain: table.tabSeparated(),
            items: devices.map { device in
                { writer in
                    for member in device.object ?? [] { writer.member(member.name, member.value) }
                }
            })
    }

    /// The account's devices as the server tells of them.
    static func devices(_ client: ServerClient) throws -> [JSONValue] {
        let value = try client.json(.get, SyncRoute.devices, having: "items")
        guard let items = value["items"]?.array else {
            throw client.unreadable("there are no devices in it")
        }
        return items
    }

    private static func state(_ device: JSONValue) -> String {
        if device["isRevoked"]?.bool == true { return "shut out" }
        return device["isCurrent"]?.bool == true ? "this one" : ""
    }
}

/// `postil device revoke ID`: shuts a device out.
enum DeviceRevokeCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("DEVICE") ?? ""
        let client = try ServerClient(session)
        let devices = try DeviceListCommand.devices(client)
        let id = try id(word, among: devices)
        guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 0x2F && $0 < 0x7B && $0 != 0x3F }) else {
            throw client.unreadable("a device has no proper id")
        }
        let isThis = devices.contains {
            $0["id"]?.string == id && $0["isCurrent"]?.bool == true
                && $0["isRevoked"]?.bool != true
        }
        if isThis { try check(session) }
        do {
            _ = try client.json(.delete, SyncRoute.devices + "/" + id, having: "device")
        } catch let failure as CommandFailure
            where isThis && failure.code == ProblemType.loginNeeded.rawValue
        {
            // It was done, and the answer was lost.
        }
        var text = "Shut out: what that device signs from now on is refused.\n"
        if isThis {
            text =
                "This machine is shut out; this store keeps all it has.\n"
                + (try LogoutCommand.forget(session).text)
                + "Log in again: postil login \(client.address.url) --invite CODE\n"
        }
        return Reply(text: text) {
            $0.member("id", id)
            $0.member("revoked", true)
        }
    }

    /// Asks whether it is meant, where it shuts out the very machine one sits at.
    private static func check(_ session: Session) throws {
        if session.command.has("yes") { return }
        switch session.confirm("That is this machine. Shut it out?") {
        case true?: return
        case false?:
            throw CommandFailure(
                .failed, code: "not-confirmed", "this machine was not shut out",
                evidence: ["nothing was changed"], hints: ["postil device list"])
        case nil:
            throw CommandFailure(
                .decisionNeeded, code: "confirmation-needed",
                "that is this machine: it would be shut out", evidence: ["nothing was changed"],
                hints: [
                    session.again("--yes").map { "if you mean it: \($0)" } ?? "if so, add --yes"
                ])
        }
    }

    /// The device that is meant, by the beginning of its id or by its name.
    private static func id(_ word: String, among devices: [JSONValue]) throws -> String {
        let ids = devices.compactMap { $0["id"]?.string }
        switch Ident.resolve(word, among: ids) {
        case .one(let full): return full
        case .ambiguous(let several):
            throw CommandFailure(
                .decisionNeeded, code: "ambiguous-id",
                "\(several.count) devices begin with “\(word)”",
                evidence: several, hints: ["type more of the id"])
        case .none:
            // Those that are shut out already are not meant.
            let alive = devices.filter {
                $0["name"]?.string?.utf8.elementsEqual(word.utf8) == true
                    && $0["isRevoked"]?.bool != true
            }
            let named = alive.compactMap { $0["id"]?.string }
            guard let only = named.first, named.count == 1 else {
                throw CommandFailure(
                    named.isEmpty ? .notFound : .decisionNeeded, code: "device-not-found",
                    named.isEmpty
                        ? "this account has no device “\(word)”"
                        : "\(named.count) devices are called “\(word)”",
                    evidence: alive.map { device in
                        let id = (device["id"]?.string ?? "").prefix(12)
                        let isThis = device["isCurrent"]?.bool == true ? "  this one" : ""
                        return "\(id)  \(device["created"]?.string ?? "")\(isThis)"
                    },
                    hints: ["name it by its id: postil device list"])
            }
            return only
        }
    }
}
