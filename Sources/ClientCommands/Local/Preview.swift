import AnnotationModel
import CommandLine
import JSON
import Storage
import WireFormat

/// What `--dry-run` says of a change to many annotations.
enum Preview {
    /// How many are listed for a person.
    private static let listedMax = 20

    /// Those that would be changed; `name` is the member of the JSON object that holds their ids.
    static func reply(
        _ rows: [EntityRow], verb: String, _ name: String, _ workspace: Workspace
    ) throws -> Reply {
        var articles = ArticleCache()
        var text = "Would \(TerminalSafe.line(verb)): \(Counted.text(rows.count, "annotation"))\n"
        for row in rows.prefix(listedMax) {
            text += try line(AnnotationView(row, workspace, &articles), workspace) + "\n"
        }
        if rows.count > listedMax { text += "  and \(rows.count - listedMax) more\n" }
        let ids = rows.map { AnnotationID($0.id.octets).text }
        return Reply(text: text) {
            $0.member("dryRun", true)
            $0.member(name, ids)
        }
    }

    /// An annotation on a line.
    static func line(_ view: AnnotationView, _ workspace: Workspace) throws -> String {
        let says = view.anchor.map { "“\(OneLine.text($0.exact))”" } ?? OneLine.text(view.text)
        return TextWidth.truncate("  \(try workspace.short(view.id))  \(says)", 78)
    }

    /// What is said where a query finds nothing to change: no annotation, or such as are so
    /// already.
    static func nothing(_ name: String, found: Int = 0) -> Reply {
        let verb = found == 1 ? "matches and is" : "match and are"
        let text =
            found == 0
            ? "No annotation matches; nothing was changed: postil help query"
            : "\(Counted.text(found, "annotation")) \(verb) \(name) already; nothing was changed"
        return Reply(text: text + "\n") { $0.member(name, [String]()) }
    }
}
