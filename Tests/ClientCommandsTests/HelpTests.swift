import ClientCommands
import CommandLine
import JSON
import Query
import Testing

/// What the help shows is what the program takes and prints.
@Suite struct HelpTests {
    /// A line to type, and the command whose page it stands on; empty for other pages.
    struct Line: CustomTestStringConvertible, Sendable {
        let command: String
        let text: String

        var testDescription: String { text }
    }

    private static let table = PostilTable.table

    private static let lines: [Line] = {
        var lines = table.examples.map { Line(command: "", text: $0.line) }
        for command in table.commands {
            for spec in [command] + command.children {
                lines += spec.examples.map { Line(command: command.name, text: $0.line) }
            }
        }
        for topic in table.topics {
            for line in topic.text.split(separator: "\n") where line.hasPrefix("  postil ") {
                lines.append(Line(command: "", text: String(line.dropFirst(2))))
            }
        }
        return lines
    }()

    /// The words of the program in a line for a shell.
    private static func words(_ line: String) -> [String]? {
        var part = line[...]
        if part.hasPrefix("source <("), part.hasSuffix(")") {
            part = part.dropFirst("source <(".count).dropLast()
        }
        for end in [" | ", " > "] {
            if let range = part.firstRange(of: end) { part = part[..<range.lowerBound] }
        }
        return ShellWords.split(String(part))
    }

    @Test(arguments: lines)
    func everyExampleIsUnderstood(line: Line) throws {
        let words = try #require(Self.words(line.text))
        #expect(words.first == "postil")
        let parsed = try CommandParser(Self.table).parse(Array(words.dropFirst()))
        #expect(parsed.help == nil)
        #expect(line.command.isEmpty || parsed.path.first == line.command)
        let queries =
            [parsed.value("query")].compactMap { $0 }
            + [parsed.arguments("QUERY")]
            .map { $0.joined(separator: " ") }
        for query in queries { _ = try QueryParser.parse(query, now: 0) }
    }

    @Test func everyCommandShowsAnExample() {
        let shown = Self.table.commands.filter { !$0.name.hasPrefix("__") && $0.name != "help" }
        for command in shown {
            #expect(!command.examples.isEmpty, "\(command.name)")
        }
    }

    /// The names in a block of the help of JSON, by its heading.
    private func names(under heading: String) throws -> [String] {
        let text = try #require(Self.table.topic("json")).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix(heading) })
        return lines[(start + 2)...].prefix { $0.hasPrefix("  ") }
            .filter { !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test func theHelpOfJSONNamesEveryMember() throws {
        let desk = try Desk()
        try desk.add(Desk.harbour)
        let mark = try desk.json("mark", "@@", "the same", "--nth", "1", "-m", "here")
        let members = try names(under: "An annotation (")
        #expect(members.last == "origin")
        #expect((mark.object ?? []).map(\.name) == ["v"] + members.dropLast())
        let article = try #require(try desk.json("docs").array("items").first)
        #expect(try (article.object ?? []).map(\.name) == names(under: "An article ("))
    }
}
