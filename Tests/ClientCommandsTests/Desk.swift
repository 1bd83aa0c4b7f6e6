import ClientCommands
import CommandLine
import JSON
import Testing

/// A person at a store: commands run in this process over a console that is made up.
final class Desk {
    /// What one command came to.
    struct Answer {
        let status: Int32
        let out: String
        let err: String

        /// Standard output as JSON.
        var json: JSONValue {
            get throws { try JSONReader.parse(Array(out.utf8)) }
        }

        /// The error object that `--json` puts on standard error.
        var problem: JSONValue {
            get throws { try #require(JSONReader.parse(Array(err.utf8))["error"]) }
        }

        /// The items of a list.
        var items: [JSONValue] {
            get throws { try json.array("items") }
        }

        /// The lines of standard output, each in its cells.
        var cells: [[String]] {
            out.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
        }
    }

    let folder: TemporaryFolder
    /// Milliseconds since 1970.
    var now: UInt64 = 1_790_000_000_000
    /// What stands in standard input.
    var input: [UInt8] = []
    /// What the editor makes of the text it is given; nil: it ends without saving.
    var editor: (String) -> String? = { _ in nil }
    var isTerminal = false
    var columns = 80
    var rows: Int?
    /// What the pager is given; nil: there is no pager.
    var pager: ((_ text: String, _ command: String) -> Void)?
    /// How the editor was called last.
    private(set) var edited: EditorCall?
    var environment: [String: String]

    /// A desk over a store in a new folder, or in one that others use too.
    init(in shared: TemporaryFolder? = nil) throws {
        folder = try shared ?? TemporaryFolder()
        environment = [
            "POSTIL_STORE": folder.file("store"), "HOME": folder.path,
            "POSTIL_SYSTEM_CONFIG": folder.file("system-config"),
        ]
    }

    var store: String { folder.file("store") }

    @discardableResult
    func run(_ arguments: String...) -> Answer { run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) -> Answer {
        var (out, err) = ("", "")
        let (input, editor, pager, now) = (input, editor, pager, now)
        let draftPath = folder.file("draft")
        var draft: String?
        let console = Console(
            out: { out += $0 }, err: { err += $0 }, input: { input },
            edit: {
                draft = draftPath
                self.edited = $0
                return editor($0.text)
            }, draft: { draft }, discardDraft: { draft = nil },
            page: { text, command in
                pager?(text, command)
                return pager != nil
            },
            isInputTerminal: isTerminal, isOutputTerminal: isTerminal, isErrorTerminal: isTerminal,
            columns: columns, rows: rows,
            workingFolder: folder.path, environment: environment, now: { now })
        let status = ClientProgram.run(arguments: arguments, console: console)
        return Answer(status: status, out: out, err: err)
    }

    /// Runs a command that has to succeed, with `--json`, and returns its object.
    @discardableResult
    func json(
        _ arguments: String..., location: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let answer = run(arguments + ["--json"])
        try #require(answer.status == 0, "\(answer.err)", sourceLocation: location)
        #expect(answer.err.isEmpty, sourceLocation: location)
        let value = try answer.json
        #expect(try value.int("v") == 1, sourceLocation: location)
        return value
    }

    /// Runs a command that has to succeed, and returns its object's id.
    @discardableResult
    func id(_ arguments: String..., location: SourceLocation = #_sourceLocation) throws -> String {
        let answer = run(arguments + ["--json"])
        try #require(answer.status == 0, "\(answer.err)", sourceLocation: location)
        return try answer.json.string("id")
    }

    /// Adds a source and returns the article's id.
    @discardableResult
    func add(_ source: String, _ more: String...) throws -> String {
        let answer = run(["add", source, "--json"] + more)
        try #require(answer.status == 0, "\(answer.err)")
        return try #require(answer.json.array("articles").first).string("id")
    }

    /// An annotation as `show` tells it.
    func shown(_ id: String) throws -> JSONValue {
        try #require(run("show", id, "--json").items.first)
    }

    /// An article written for this project.
    static func fixture(_ name: String) -> String {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/" + tests + "/Fixtures/articles/" + name
    }

    static let harbour = fixture("harbour.txt")
    static let lighthouse = fixture("lighthouse.md")
}

extension JSONValue {
    /// The value at the end of a path of names.
    func at(_ path: String...) -> JSONValue? {
        path.reduce(self) { value, name in value?[name] }
    }

    /// The names of an object's members, in their order.
    var names: [String] { object?.map(\.name) ?? [] }

    /// The strings of a list of strings.
    var strings: [String] { array?.compactMap(\.string) ?? [] }
}
