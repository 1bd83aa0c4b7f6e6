/// Writes manual pages from the table of a program, in mdoc(7).
public struct ManualPage: Sendable {
    private let table: CommandTable
    private let version: String
    private let date: String

    /// Pages for a program of a version that was made on a day, such as `November 25, 2026`.
    public init(_ table: CommandTable, version: String, date: String) {
        self.table = table
        self.version = version
        self.date = date
    }

    /// One page.
    public struct Page: Sendable {
        /// What `man` is asked for.
        public let name: String
        /// The section of the manual: 1 for commands, 7 for topics.
        public let section: Int
        /// The page in mdoc.
        public let text: String

        /// The name of its file.
        public var file: String { "\(name).\(section)" }
    }

    /// Every page: the program, its commands, its topics.
    public var all: [Page] {
        let commands = table.commands.filter { !$0.isHidden }
        return [Page(name: table.program, section: 1, text: program())]
            + commands.map {
                Page(name: "\(table.program)-\($0.name)", section: 1, text: command($0))
            }
            + table.topics.map {
                Page(name: "\(table.program)-\($0.name)", section: 7, text: topic($0))
            }
    }

    private func program() -> String {
        var page = head(table.program, 1, table.summary)
        page += [".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar flags", ".Sh DESCRIPTION"]
        page += paragraph(table.summary)
        for group in table.groups {
            let commands = table.commands.filter { $0.group == group }
            if commands.isEmpty { continue }
            page += [".Ss \(Self.escaped(group))", ".Bl -tag -width Ds"]
            for command in commands {
                page += [".It Xr \(table.program)-\(command.name) 1"] + Self.lines(command.summary)
            }
            page.append(".El")
        }
        page += [".Sh OPTIONS", "Every command takes these:"] + flags(table.globalFlags)
        page += topics(named: ["environment"], "ENVIRONMENT")
        page += topics(named: ["exit-codes"], "EXIT STATUS")
        page += examples(table.examples)
        page += seeAlso(table.topics.map { ("\(table.program)-\($0.name)", 7) })
        return joined(page)
    }

    private func command(_ spec: CommandSpec) -> String {
        var page = head("\(table.program)-\(spec.name)", 1, spec.summary)
        page.append(".Sh SYNOPSIS")
        page += synopsis([spec])
        page.append(".Sh DESCRIPTION")
        page += paragraph(spec.description.isEmpty ? spec.summary + "." : spec.description)
        page += words(spec)
        if !spec.children.isEmpty {
            page += [".Bl -tag -width Ds"]
            for child in spec.children {
                page += [".It Cm \(Self.escaped(child.name))" + arguments(child)]
                page += Self.lines(child.summary + ".")
                if !child.flags.isEmpty { page += flags(child.flags) }
            }
            page.append(".El")
        }
        if !spec.flags.isEmpty { page += [".Sh OPTIONS"] + flags(spec.flags) }
        page += examples(spec.examples + spec.children.flatMap(\.examples))
        page += seeAlso([(table.program, 1)])
        return joined(page)
    }

    private func topic(_ topic: HelpTopic) -> String {
        var page = head("\(table.program)-\(topic.name)", 7, topic.summary)
        page += [".Sh DESCRIPTION"] + paragraph(topic.text) + seeAlso([(table.program, 1)])
        return joined(page)
    }

    // MARK: Parts

    private func head(_ name: String, _ section: Int, _ summary: String) -> [String] {
        let says = summary.utf8.last == UInt8(ascii: ".") ? String(summary.dropLast()) : summary
        return [
            ".Dd \(date)", ".Dt \(name.uppercased()) \(section)",
            ".Os \(table.program) \(version)", ".Sh NAME", ".Nm \(name)",
            ".Nd \(Self.escaped(says))",
        ]
    }

    /// A line for the command, or one for each within it.
    private func synopsis(_ path: [CommandSpec]) -> [String] {
        guard let last = path.last else { return [] }
        if !last.children.isEmpty, last.arguments.isEmpty {
            return last.children.flatMap { synopsis(path + [$0]) }
        }
        var lines = [".Nm \(table.program)"]
        lines += path.map { ".Cm \(Self.escaped($0.name))" }
        if !last.flags.isEmpty { lines.append(".Op Ar flags") }
        return lines
            + last.arguments.map { argument in
                let name = Self.escaped(argument.name)
                let dots = argument.isRepeated ? " ..." : ""
                return argument.isRequired ? ".Ar \(name)\(dots)" : ".Op Ar \(name)\(dots)"
            }
    }

    private func arguments(_ spec: CommandSpec) -> String {
        spec.arguments.map { argument in
            let dots = argument.isRepeated ? " ..." : ""
            return " Ar " + Self.escaped(argument.name) + dots
        }.joined()
    }

    private func words(_ spec: CommandSpec) -> [String] {
        let explained = spec.arguments.filter { !$0.help.isEmpty }
        guard !explained.isEmpty else { return [] }
        return [".Bl -tag -width Ds"]
            + explained.flatMap { [".It Ar \(Self.escaped($0.name))"] + Self.lines($0.help + ".") }
            + [".El"]
    }

    private func flags(_ flags: [FlagSpec]) -> [String] {
        let items = flags.flatMap { flag -> [String] in
            let short = flag.short.map { "Fl \($0) , " } ?? ""
            let value = flag.takesValue ? " Ar \(Self.escaped(flag.valueName))" : ""
            var says = flag.help
            if case .list = flag.value { says += "; may be given more than once" }
            return [".It \(short)Fl \\-\(Self.escaped(flag.long))\(value)"]
                + Self.lines(says + ".")
        }
        return [".Bl -tag -width Ds"] + items + [".El"]
    }

    private func topics(named names: [String], _ title: String) -> [String] {
        names.compactMap(table.topic).flatMap { [".Sh \(title)"] + literal($0.text) }
    }

    private func examples(_ examples: [CommandExample]) -> [String] {
        guard !examples.isEmpty else { return [] }
        return [".Sh EXAMPLES"]
            + examples.enumerated().flatMap { number, example in
                let says = example.says.isEmpty ? [] : Self.lines(example.says + ":")
                let gap = number > 0 && !says.isEmpty ? [".Pp"] : []
                return gap + says + [".Dl \(Self.escaped(example.line))"]
            }
    }

    private func seeAlso(_ pages: [(name: String, section: Int)]) -> [String] {
        guard !pages.isEmpty else { return [] }
        let sorted = pages.sorted { ($0.section, $0.name) < ($1.section, $1.name) }
        return [".Sh SEE ALSO"]
            + sorted.enumerated().map { index, page in
                ".Xr \(page.name) \(page.section)" + (index + 1 < sorted.count ? " ," : "")
            }
    }

    private func literal(_ text: String) -> [String] {
        [".Bd -literal"]
            + text.split(separator: "\n", omittingEmptySubsequences: false).map {
                Self.line(String($0))
            }
            + [".Ed"]
    }

    /// Paragraphs, and between them lines that begin with a space, as they are.
    private func paragraph(_ text: String) -> [String] {
        var page: [String] = []
        var asItIs: [Substring] = []
        func close() {
            if !asItIs.isEmpty { page += literal(asItIs.joined(separator: "\n")) }
            asItIs = []
        }
        for line in text.split(separator: "\n") {
            if line.utf8.first == UInt8(ascii: " ") {
                asItIs.append(line)
            } else {
                close()
                page += (page.isEmpty ? [] : [".Pp"]) + Self.lines(String(line))
            }
        }
        close()
        return page
    }

    /// Running text, each sentence on a line of its own, long ones on several.
    private static func lines(_ text: String) -> [String] {
        let words = text.split(separator: " ")
        var sentences: [[Substring]] = [[]]
        for word in words {
            sentences[sentences.count - 1].append(word)
            if word.utf8.last == UInt8(ascii: ".") { sentences.append([]) }
        }
        return sentences.filter { !$0.isEmpty }
            .flatMap { TextWidth.wrap($0.joined(separator: " "), 72) }.map(line)
    }

    /// A line of text, which no macro begins.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.utf8.first == UInt8(ascii: ".") ? "\\&" + escaped : escaped
    }

    /// Text in which nothing means more than it says: other signs by their code points, for pages
    /// are read in any character set.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\"": result += "\\(dq"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "~": result += "\\(ti"
            case "^": result += "\\(ha"
            case "\u{0}"..."\u{7E}": result.unicodeScalars.append(scalar)
            default: result += "\\[u\(hex(scalar.value))]"
            }
        }
        return result
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func joined(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
