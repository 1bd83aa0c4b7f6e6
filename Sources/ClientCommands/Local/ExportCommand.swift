import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import Formats
import Glibc
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// `postil export`: the replicated state of sets, one JSON object a line, the same bytes on every
/// replica that holds the same ops.
enum ExportCommand {
    static func run(_ session: Session) throws -> Reply {
        let format = try format(session.command.value("to") ?? "jsonl")
        if format != .jsonl {
            if session.command.has("history") {
                throw CommandFailure(
                    .usage, code: "usage", "--history goes with --to jsonl, and with no other",
                    hints: ["postil help export"])
            }
            return try ExchangeExport.run(format, session)
        }
        let query = try session.query()
        let lines = try session.read { workspace in
            let chosen = try query.isEmpty ? nil : chosen(query, workspace)
            let sets =
                try session.command.value("set").map { [try workspace.set(named: $0)] }
                ?? workspace.transaction.sets()
            return try sets.sorted().flatMap { set in
                try Export(
                    workspace, set, withHistory: session.command.has("history"), only: chosen
                ).lines()
            }
        }
        let text = lines.map { $0 + "\n" }.joined()
        guard let path = session.command.value("output"), path != "-" else {
            var reply = Reply(text: text, plain: text) {
                $0.member("lines", lines.count)
                $0.array("items") { list in
                    for line in lines { list.value(json: line) }
                }
            }
            reply.isJSONLines = true
            return reply
        }
        try OutputFile.write(
            text, to: path, force: session.command.has("force"), again: session.again("--force"))
        let count = Counted.text(lines.count, "line")
        return Reply(text: "Wrote \(count) to \(TerminalSafe.line(path))\n") {
            $0.member("lines", lines.count)
            $0.member("file", path)
        }
    }

    private static func format(_ word: String) throws -> ExchangeFormat {
        let known = [.jsonl] + ExchangeFormat.writable
        if let format = ExchangeFormat(rawValue: word.lowercased()), known.contains(format) {
            return format
        }
        let names = known.map(\.rawValue)
        throw CommandFailure(
            .usage, code: "usage",
            "“\(word)” is no format that can be exported to\(Suggestion.question(word, names))",
            hints: ["the formats are: \(names.joined(separator: ", "))   ·   postil help formats"])
    }

    /// The annotations that a query finds, and their articles.
    private static func chosen(
        _ query: AnnotationQuery, _ workspace: Workspace
    ) throws -> Set<EntityID> {
        var chosen: Set<EntityID> = []
        try AnnotationFinder(query, workspace).forEach { row in
            chosen.insert(row.id)
            if let article = row.state.creation?.article { chosen.insert(EntityID(article)) }
            return true
        }
        return chosen
    }
}
