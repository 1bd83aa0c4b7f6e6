import Access
import AnnotationModel
import CommandLine
import HTTPMessage
import JSON
import Octets
import Storage
import SyncEngine
import SyncHTTP

/// `postil set new NAME`: makes a set, also offline.
enum SetNewCommand {
    static func run(_ session: Session) throws -> Reply {
        let name = try SetNames.checked(session.command.argument("NAME") ?? "")
        return try session.write { workspace in
            try SetNames.checkFree(name, workspace)
            let set = try workspace.replica.found(isPersonal: false)
            let op = try workspace.author(in: set).nameSet(name)
            try workspace.log("set new \(name)", [op], in: set)
            let view = try SetView(set, workspace)
            let shown = TerminalSafe.line(name)
            let typed = ShellWords.quoted(name)
            let next = session.next("add FILE --set \(typed)", "set invite \(typed)")
            return Reply(text: "Made the set \(shown)\n" + next) { view.write(to: &$0) }
        }
    }
}

/// `postil set list`: the sets of this store.
enum SetListCommand {
    static func run(_ session: Session) throws -> Reply {
        let sets = try session.read { workspace in
            try workspace.transaction.sets().map { try SetView($0, workspace) }
        }
        var table = Table([
            .init("ID"), .init("NAME", canShrink: true), .init("ARTICLES", isRightAligned: true),
            .init("STATE"),
        ])
        for set in sets {
            let stop = set.stopped.map { "not synced: \($0.code)" }
            table.append([
                String(set.idText.prefix(8)), set.name, "\(set.articles)", stop ?? set.state,
            ])
        }
        var plain = Table([
            .init("id"), .init("name"), .init("role"), .init("articles"), .init("unsynced"),
        ])
        for set in sets {
            plain.append([
                set.idText, set.name, set.role?.name ?? "", "\(set.articles)", "\(set.unsynced)",
            ])
        }
        let text =
            sets.isEmpty
            ? "No sets yet: postil set new NAME\n"
            : table.terminalText(width: session.console.columns, withTitles: true)
        return .list(
            text: text, plain: plain.tabSeparated(),
            items: sets.map { set in { set.write(to: &$0) } })
    }
}

/// `postil set show SET`: one set and its members, as this store knows them.
enum SetShowCommand {
    static func run(_ session: Session) throws -> Reply {
        try session.read { workspace in
            let set = try workspace.set(named: session.command.argument("SET") ?? "")
            let view = try SetView(set, workspace)
            let people = try People(set, workspace)
            let text = "\(view.line)\n  id \(view.idText)\n" + people.text + view.stopText
            return Reply(text: text) {
                view.write(to: &$0)
                people.write(to: &$0)
            }
        }
    }
}

/// `postil set rename SET NAME`.
enum SetRenameCommand {
    static func run(_ session: Session) throws -> Reply {
        let name = try SetNames.checked(session.command.argument("NAME") ?? "")
        return try session.write { workspace in
            let set = try workspace.set(named: session.command.argument("SET") ?? "")
            if try workspace.copy(of: set).state.isPersonal {
                throw CommandFailure(
                    .notAllowed, code: "personal", "the personal set is called so everywhere",
                    hints: ["make another: postil set new \(ShellWords.quoted(name))"])
            }
            let isSame = try workspace.name(of: set).utf8.elementsEqual(name.utf8)
            if !isSame { try SetNames.checkFree(name, workspace) }
            let op = try workspace.author(in: set).nameSet(name)
            try workspace.log("set rename \(name)", [op], in: set)
            let view = try SetView(set, workspace)
            return Reply(text: "It is called \(TerminalSafe.line(name)) now\n") {
                view.write(to: &$0)
            }
        }
    }
}

/// `postil set join CODE`: takes a set into this store; its content comes with the next sync.
enum SetJoinCommand {
    static func run(_ session: Session) throws -> Reply {
        let client = try ServerClient(session)
        let code = session.command.argument("CODE") ?? ""
        let value = try client.json(.post, SyncRoute.joins, having: "set") {
            $0.member("code", code)
        }
        guard let octets = value["set"]?.string.flatMap({ Alphabet.hex.octets($0) }),
            let id = Octets16(octets)
        else { throw client.unreadable("there is no set in it") }
        let role = value["role"]?.string ?? "member"
        let view = try session.write { workspace in
            let set = SetID(id)
            try workspace.replica.join(set)
            return try SetView(set, workspace)
        }
        // None is of a set that nobody has named, or of a server that does not say.
        let name = value["name"]?.string ?? (view.isOnServer ? view.name : nil)
        let what = name.map { "“\(TerminalSafe.line($0))” " } ?? ""
        return Reply(
            text:
                "Joined \(what)as \(TerminalSafe.line(role)); its content comes with: postil sync\n"
        ) {
            $0.member("id", view.idText)
            $0.member("name", name)
            $0.member("role", role)
        }
    }
}

/// Names that a set may have.
enum SetNames {
    static func checked(_ typed: String) throws -> String {
        let name = typed.trimmedASCII
        guard !name.isEmpty, !name.utf8.elementsEqual("personal".utf8) else {
            throw CommandFailure(
                .usage, code: "bad-name",
                name.isEmpty
                    ? "a set needs a name" : "“personal” is a set that is there already",
                hints: ["choose another name; the sets of this store: postil set list"])
        }
        return name
    }

    static func checkFree(_ name: String, _ workspace: Workspace) throws {
        for set in try workspace.transaction.sets()
        where try workspace.name(of: set).utf8.elementsEqual(name.utf8) {
            throw CommandFailure(
                .decisionNeeded, code: "name-taken",
                "there is a set “\(name)” in this store already",
                evidence: [set.octets.hex, "nothing was changed"],
                hints: ["choose another name; the sets of this store: postil set list"])
        }
    }
}
