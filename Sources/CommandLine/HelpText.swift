/// Writes help from the table of a program, the same text for the same table and width.
public struct HelpText: Sendable {
    let table: CommandTable
    let width: Int

    private static let widthMin = 40
    private static let nameColumnMax = 26

    /// Help for a program, wrapped to so many columns, 40 at least.
    public init(_ table: CommandTable, width: Int = 78) {
        self.table = table
        self.width = max(HelpText.widthMin, width)
    }

    /// The text that answers a request; the overview where the path leads nowhere.
    public func text(_ request: HelpRequest) -> String {
        if request.path.isEmpty { return overview() }
        if table.command(request.path) != nil {
            return command(request.path, isLong: request.isLong)
        }
        if request.path.count == 1, let topic = request.path.first.flatMap(table.topic) {
            return self.topic(topic)
        }
        return overview()
    }

    /// What a person sees first: the commands in their groups, examples, and where to read on.
    public func overview() -> String {
        var page = wrapped(table.summary, indent: 0)
        page += ["", "Usage:  \(table.program) COMMAND [flags]"]
        let listed = table.groups.map { group in
            (group, table.commands.filter { $0.group == group })
        }
        let names = listed.flatMap(\.1).map(\.name)
        let column = nameColumn(names + table.topics.map(\.name))
        for (group, commands) in listed where !commands.isEmpty {
            page += ["", group]
            page += rows(commands.map { ($0.name, $0.summary) }, column: column)
        }
        if !table.topics.isEmpty {
            page += ["", "Topics"]
            page += rows(table.topics.map { ($0.name, $0.summary) }, column: column)
        }
        page += flagSection("Flags", table.globalFlags)
        page += examples(table.examples)
        page += ["", "More:  \(table.program) help COMMAND"]
        return joined(page)
    }

    /// The page of a command: in short its usage, flags and two examples, at length everything.
    public func command(_ path: [String], isLong: Bool) -> String {
        guard let spec = table.command(path) else { return overview() }
        let line = ([table.program] + path).joined(separator: " ")
        var page = wrapped(spec.summary, indent: 0) + [""] + wrapped(usage(spec, line), indent: 8)
        if isLong, !spec.description.isEmpty {
            page += [""] + prose(spec.description)
        }
        if !spec.children.isEmpty {
            let names = spec.children.map { $0.name + arguments($0) }
            page += ["", "Commands"]
            page += rows(
                Array(zip(names, spec.children.map(\.summary))), column: nameColumn(names))
        }
        let explained = spec.arguments.filter { !$0.help.isEmpty }
        if !explained.isEmpty {
            page += ["", "Words"]
            page += rows(
                explained.map { ($0.name, $0.help) }, column: nameColumn(explained.map(\.name)))
        }
        page += flagSection("Flags", spec.flags)
        if isLong { page += flagSection("Flags of every command", table.globalFlags) }
        page += examples(isLong ? spec.examples : Array(spec.examples.prefix(2)))
        if isLong, !spec.aliases.isEmpty {
            page += ["", "Also called:  \(spec.aliases.joined(separator: ", "))"]
        }
        if !isLong {
            let names = ([table.program, CommandTable.help] + path).joined(separator: " ")
            page += ["", "More:  \(names)"]
        }
        return joined(page)
    }

    private func topic(_ topic: HelpTopic) -> String {
        joined(wrapped(topic.summary, indent: 0) + [""] + prose(topic.text))
    }

    /// Lines that begin with a space as they are, others wrapped.
    private func prose(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            line.utf8.first == 0x20 ? [String(line)] : wrapped(String(line), indent: 0)
        }
    }
}

extension HelpText {
    private func usage(_ spec: CommandSpec, _ line: String) -> String {
        let flags = spec.flags.isEmpty ? "" : " [flags]"
        let child = spec.children.isEmpty ? "" : " COMMAND"
        return "Usage:  \(line)\(child)\(arguments(spec))\(flags)"
    }

    private func arguments(_ spec: CommandSpec) -> String {
        spec.arguments.map { " " + $0.usage }.joined()
    }

    private func flagSection(_ title: String, _ flags: [FlagSpec]) -> [String] {
        guard !flags.isEmpty else { return [] }
        let names = flags.map(HelpText.name)
        return ["", title]
            + rows(Array(zip(names, flags.map(HelpText.explanation))), column: nameColumn(names))
    }

    private static func name(_ flag: FlagSpec) -> String {
        let short = flag.short.map { "-\($0), " } ?? "    "
        return short + "--\(flag.long)" + (flag.takesValue ? " \(flag.valueName)" : "")
    }

    private static func explanation(_ flag: FlagSpec) -> String {
        if case .list = flag.value { return flag.help + " (more than once)" }
        return flag.help
    }

    private func examples(_ examples: [CommandExample]) -> [String] {
        guard !examples.isEmpty else { return [] }
        var page = ["", "Examples"]
        for example in examples {
            page.append("  \(example.line)")
            if !example.says.isEmpty { page += wrapped(example.says, indent: 6, first: 6) }
        }
        return page
    }

    private func nameColumn(_ names: [String]) -> Int {
        min(HelpText.nameColumnMax, width / 2 - 2, names.map(TextWidth.columns).max() ?? 0)
    }

    /// Names with their explanations beside them, or below where a name is too long.
    private func rows(_ rows: [(String, String)], column: Int) -> [String] {
        var lines: [String] = []
        for (name, says) in rows {
            let texts = TextWidth.wrap(says, width - column - 4)
            let isLong = TextWidth.columns(name) > column
            if isLong { lines.append("  \(name)") }
            for (index, text) in texts.enumerated() {
                let left = index == 0 && !isLong ? name : ""
                lines.append("  \(TextWidth.padded(left, column))  \(text)")
            }
        }
        return lines
    }

    private func wrapped(_ text: String, indent: Int, first: Int = 0) -> [String] {
        TextWidth.wrap(text, width - indent).enumerated().map { index, line in
            TextWidth.spaces(index == 0 ? first : indent) + line
        }
    }

    private func joined(_ page: [String]) -> String {
        page.joined(separator: "\n") + "\n"
    }
}
