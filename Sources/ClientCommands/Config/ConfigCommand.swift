import CommandLine
import Glibc
import JSON

/// `postil config get|set|unset|list|path|edit`: reads and writes the settings.
enum ConfigCommand {
    static func run(_ session: Session) throws -> Reply {
        switch session.command.path.last {
        case "get": try get(session)
        case "set": try set(session)
        case "unset": try unset(session)
        case "path": try path(session)
        case "edit": try edit(session)
        default: list(session)
        }
    }

    // MARK: Looking

    private static func get(_ session: Session) throws -> Reply {
        let name = try Self.name(session)
        let whole = "\(name.section).\(name.key)"
        let value =
            ConfigKey.named(whole).map { session.settings.found($0, session.command) }
            ?? session.settings.stored(whole)
        guard let value else {
            let isKnown = ConfigKey.named(whole) != nil
            let question = isKnown ? "" : Suggestion.question(whole, ConfigKey.all.map(\.name))
            throw CommandFailure(
                .notFound, code: "not-set", "\(whole) is not set" + question,
                hints: [
                    ConfigKey.named(whole) == nil
                        ? "postil help settings" : "set it: postil config set \(whole) VALUE"
                ])
        }
        let text = TerminalSafe.text(value.text) + "\n"
        return Reply(text: text, plain: text) { write(whole, value, to: &$0) }
    }

    private static func list(_ session: Session) -> Reply {
        let all = session.settings.all(session.command)
        let withOrigin = session.command.has("origin")
        var table = Table(
            [.init("KEY"), .init("VALUE", canShrink: true)] + (withOrigin ? [.init("FROM")] : []))
        for (name, value) in all {
            table.append([name, value.text] + (withOrigin ? [value.origin.text] : []))
        }
        let text =
            all.isEmpty
            ? "Nothing is set. All settings: postil help settings\n"
            : table.terminalText(width: session.console.columns)
        return .list(
            text: text, plain: table.tabSeparated(),
            items: all.map { name, value in { write(name, value, to: &$0) } })
    }

    private static func write(
        _ name: String, _ value: Settings.Value, to writer: inout JSONWriter
    ) {
        writer.member("key", name)
        writer.member("value", value.text)
        writer.member("origin", value.origin.text)
        if name.hasPrefix(ConfigKey.alias) { return }
        writer.member("known", ConfigKey.named(name) != nil)
    }

    private static func path(_ session: Session) throws -> Reply {
        let path = try file(session)
        let text = TerminalSafe.line(path) + "\n"
        return Reply(text: text, plain: text) { $0.member("path", path) }
    }

    // MARK: Changing

    private static func set(_ session: Session) throws -> Reply {
        let name = try Self.name(session)
        let whole = "\(name.section).\(name.key)"
        let value = session.command.argument("VALUE") ?? ""
        let isKnown = ConfigKey.named(whole) != nil || whole.hasPrefix(ConfigKey.alias)
        guard isKnown else {
            let question = Suggestion.question(whole, ConfigKey.all.map(\.name))
            throw CommandFailure(
                .usage, code: "unknown-setting", "there is no setting “\(whole)”\(question)",
                hints: ["postil help settings"])
        }
        try check(whole, name.key, value)
        let path = try file(session)
        try ConfigWriter(path).change { text in text.setting(name, to: value) }
        let shown = TerminalSafe.line(value)
        return Reply(text: "\(whole) is “\(shown)” now, in \(TerminalSafe.line(path))\n") {
            $0.member("key", whole)
            $0.member("value", value)
            $0.member("path", path)
        }
    }

    private static func check(_ name: String, _ key: String, _ value: String) throws {
        if let complaint = ConfigKey.complaint(name, value) {
            throw CommandFailure(
                .usage, code: "usage", "\(name) cannot be “\(value)”: \(complaint)",
                hints: ["postil help settings"])
        }
        if name.hasPrefix(ConfigKey.alias), PostilTable.table.command([key]) != nil {
            throw CommandFailure(
                .usage, code: "usage", "“\(key)” is a command, and no alias may hide it",
                hints: ["choose another name: postil config set alias.my-\(key) …"])
        }
        let isUnwritable = value.unicodeScalars.contains {
            ($0.value < 0x20 && $0 != "\n" && $0 != "\t") || $0.value == 0x7F
        }
        if isUnwritable || value.utf8.count > 2_000 {
            throw CommandFailure(
                .usage, code: "usage", "a value is at most 2000 octets, without control characters",
                hints: ["postil help settings"])
        }
    }

    private static func unset(_ session: Session) throws -> Reply {
        let name = try Self.name(session)
        let whole = "\(name.section).\(name.key)"
        let path = try file(session)
        try ConfigWriter(path).change { text in
            guard text.entry(whole) != nil else {
                throw CommandFailure(
                    .notFound, code: "not-set", "\(whole) is not set in \(path)",
                    hints: ["what is set, and where: postil config list --origin"])
            }
            return text.removing(whole)
        }
        return Reply(text: "\(whole) is not set any more in \(TerminalSafe.line(path))\n") {
            $0.member("key", whole)
            $0.member("path", path)
        }
    }

    private static func edit(_ session: Session) throws -> Reply {
        let path = try file(session)
        guard session.mayAsk, session.console.isOutputTerminal else {
            throw CommandFailure(
                .decisionNeeded, code: "editor-needed", "an editor needs a terminal",
                hints: ["postil config set KEY VALUE   ·   the file: \(path)"])
        }
        let writer = ConfigWriter(path)
        let before = try ConfigFiles.read(path) ?? []
        let shown = before.isEmpty ? template : String(decoding: before, as: UTF8.self)
        try writer.makeFolders()
        let call = EditorCall(
            shown, command: (try? session.settings.editor()) ?? "vi",
            folder: ConfigFiles.folder(of: path), ending: ".conf")
        guard let edited = session.console.edit(call) else {
            throw CommandFailure(
                .failed, code: "editor", "the editor gave no text",
                evidence: ["nothing was changed"], hints: ["postil config set KEY VALUE"])
        }
        // Checked before anything is put in its place: a draft that is wrong is kept.
        let text = try ConfigFiles.parse(Array(edited.utf8), session.console.draft() ?? path)
        let isChanged = !edited.utf8.elementsEqual(shown.utf8)
        if isChanged { try writer.put(text.octets, over: before) }
        for warning in ConfigLayer(kind: .user, path: path, text: text).warnings {
            session.warn(warning)
        }
        let verb = isChanged ? "Changed" : "Unchanged:"
        return Reply(text: "\(verb) \(TerminalSafe.line(path))\n") { $0.member("path", path) }
    }

    /// What the editor shows where there is no file yet.
    private static var template: String {
        var text = "# Settings of postil; take the first sign of a line away to set it.\n"
        var section = ""
        for key in ConfigKey.all {
            guard let name = ConfigName.parse(key.name) else { continue }
            if !name.section.utf8.elementsEqual(section.utf8) {
                section = name.section
                text += "\n[\(section)]\n"
            }
            text += "#   \(name.key) =        ; \(key.says)\n"
        }
        return text + "\n[alias]\n#   todo = list tag:todo is:open\n"
    }

    private static func name(_ session: Session) throws -> (section: String, key: String) {
        let typed = session.command.argument("KEY") ?? ""
        guard let name = ConfigName.parse(typed) else {
            throw CommandFailure(
                .usage, code: "usage", "“\(typed)” is no name of a setting: SECTION.KEY",
                hints: ["all settings: postil help settings"])
        }
        return name
    }

    private static func file(_ session: Session) throws -> String {
        let named = session.command.value("config")
        guard let path = ConfigFiles(session.console, named: named).user else {
            throw CommandFailure(
                .failed, code: "no-home", "no variable says where your settings are",
                hints: ["set HOME, or name the file: postil --config FILE config list"])
        }
        return path
    }
}
