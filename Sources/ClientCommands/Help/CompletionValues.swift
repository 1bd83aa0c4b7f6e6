import AnnotationModel
import CommandLine
import Formats
import Query
import Replication
import Storage
import WireFormat

/// The values that may stand in a place of a command line, by what the table calls the place.
struct CompletionValues {
    /// How many ids are offered.
    private static let idsMax = 40
    /// In how many notes, the newest, tags are looked for: nobody waits for a completion.
    private static let notesMax = 1_000

    private let place: String
    private let completion: Completion
    private let folder: String?
    private let console: Console
    private let settings: Settings

    init(
        _ place: String, _ completion: Completion, folder: String?, _ console: Console,
        _ settings: Settings
    ) {
        self.place = place
        self.completion = completion
        self.folder = folder
        self.console = console
        self.settings = settings
    }

    /// A line for each, those that begin as what is typed.
    var lines: [String] {
        switch place {
        case "SOURCE", "FILE": return [":files"]
        case "DIR": return [":folders"]
        case "COLOUR":
            return fitting(
                (Colour.allCases.map(\.rawValue) + [Colours.none]).map { ($0, "") })
        case "ROLE": return fitting(Self.roles.map { ($0, "") })
        case "SIDE": return fitting([("mine", ""), ("theirs", ""), ("both", "")])
        case "FIELD":
            return fitting(["text", "colour", "status", "place", "title"].map { ($0, "") })
        case "FORMAT":
            return fitting(ExchangeFormat.allCases.map { ($0.rawValue, $0.title) })
        case "WHERE": return fitting(ReadCommand.NotePlace.allCases.map { ($0.rawValue, "") })
        case "WHEN": return fitting(ColourRule.allCases.map { ($0.rawValue, "") })
        case "KEY": return fitting(keys)
        case "SHELL": return fitting(CompletionScript.allCases.map { ($0.rawValue, "") })
        case "COMMAND":
            let table = PostilTable.table
            return fitting(
                table.commands.filter { $0.group != nil }.map { ($0.name, $0.summary) }
                    + table.topics.map { ($0.name, $0.summary) })
        default: return stored
        }
    }

    /// The settings that the program knows, and those that are set.
    private var keys: [(String, String)] {
        let known = ConfigKey.all.map { ($0.name, $0.says) }
        let others = settings.all().map(\.name).filter { ConfigKey.named($0) == nil }
        return known + others.map { ($0, "") }
    }

    private static let roles = ["reader", "commenter", "editor", "owner"]

    private func fitting(_ words: [(String, String)], sign: String = "") -> [String] {
        words.compactMap { word, says in
            let whole = sign + word
            guard whole.utf8.starts(with: completion.typed.utf8) else { return nil }
            return CompletionCommand.line(completion.lead + whole, says)
        }
    }

    /// What only the store knows.
    private var stored: [String] {
        var words = ["--json"]
        if let folder { words += ["--store", folder] }
        guard let command = try? CommandParser(PostilTable.table).parse(words),
            let session = try? Session(command, console, settings)
        else { return [] }
        return (try? session.read { try values(in: $0) }) ?? []
    }

    private func values(in workspace: Workspace) throws -> [String] {
        switch place {
        case "SET": return fitting(try sets(workspace))
        case "TAG": return fitting(try tags(workspace))
        case "DOC": return fitting(try articles(workspace))
        case "QUERY": return try query(workspace)
        case "ANN" where completion.index > 0:
            for sign in ["+", "-"] where completion.typed.utf8.starts(with: sign.utf8) {
                return fitting(try tags(workspace), sign: sign)
            }
            return fitting(try annotations(workspace))
        case "ANN": return fitting(try annotations(workspace))
        case "DOC|ANN", "ANN|DOC", "ID":
            return fitting(try annotations(workspace) + articles(workspace))
        default: return []
        }
    }

    private func sets(_ workspace: Workspace) throws -> [(String, String)] {
        try workspace.transaction.sets().map { (try workspace.name(of: $0), "set") }
    }

    private func tags(_ workspace: Workspace) throws -> [(String, String)] {
        try Tags.counted(workspace, newest: Self.notesMax).map {
            ($0.tag, $0.count == 1 ? "1 note" : "\($0.count) notes")
        }
    }

    private func articles(_ workspace: Workspace) throws -> [(String, String)] {
        let rows = try workspace.transaction.entities(
            EntityQuery(kind: .articles, limit: Self.idsMax))
        return [("@@", "the article used last")]
            + (try rows.compactMap { ArticleView($0, workspace) }.map {
                (try workspace.short($0.id), $0.title)
            })
    }

    private func annotations(_ workspace: Workspace) throws -> [(String, String)] {
        let rows = try workspace.transaction.entities(
            EntityQuery(kind: .annotations, limit: Self.idsMax))
        var articles = ArticleCache()
        return [("@", "the annotation used last")]
            + (try rows.map { row in
                let view = try AnnotationView(row, workspace, &articles)
                let says = view.anchor.map { "“\($0.exact)”" } ?? view.text
                return (try workspace.short(view.id), says)
            })
    }

    /// A field of the query language, or the values of the one that is typed.
    private func query(_ workspace: Workspace) throws -> [String] {
        guard let colon = completion.typed.firstIndex(of: ":") else {
            return fitting(QueryField.allCases.map { ($0.rawValue + ":", "") })
        }
        let field = String(completion.typed[...colon])
        switch field {
        case "tag:": return fitting(try tags(workspace), sign: field)
        case "set:": return fitting(try sets(workspace), sign: field)
        case "doc:": return fitting(try articles(workspace).dropFirst().map { $0 }, sign: field)
        default:
            let values = QueryField(named: String(field.dropLast()))?.values ?? []
            return fitting(values.map { ($0, "") }, sign: field)
        }
    }
}
