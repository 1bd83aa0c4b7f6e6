import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine

/// `postil rm ANN|DOC...`: deletes, and can be taken back.
enum RemoveCommand {
    /// How many may be deleted at once without saying that it is meant.
    private static let countMax = 10

    static func run(_ session: Session) throws -> Reply {
        var words = session.command.arguments("ANN|DOC")
        if let query = try session.flaggedQuery() {
            guard words.isEmpty else {
                throw CommandFailure(
                    .usage, code: "usage", "“\(words[0])” was named beside --query",
                    hints: ["name what to delete, or ask for it with --query; not both"])
            }
            let isDry = session.command.has("dry-run")
            return try isDry ? preview(query, session) : remove(query, session)
        }
        if words.isEmpty {
            throw CommandFailure(
                .usage, code: "usage", "nothing was named that is to be deleted",
                hints: ["postil rm ANN   ·   postil rm --query tag:old --dry-run"])
        }
        if session.command.has("dry-run") {
            words = try session.read { workspace in try words.map { try known($0, workspace) } }
            let text = "Would delete: \(words.joined(separator: " "))\n"
            return Reply(text: text) {
                $0.member("dryRun", true)
                $0.member("removed", words)
            }
        }
        try checkCount(words.count, session)
        return try session.write { workspace in
            var changes = Changes()
            let done = try words.map { try remove($0, workspace, &changes) }
            return try finish(done, changes, workspace)
        }
    }

    private static func preview(_ query: AnnotationQuery, _ session: Session) throws -> Reply {
        try session.read { workspace in
            let rows = try AnnotationFinder(query, workspace).rows().filter(\.isAlive)
            return try Preview.reply(rows, verb: "delete", "removed", workspace)
        }
    }

    private static func remove(_ query: AnnotationQuery, _ session: Session) throws -> Reply {
        try session.write { workspace in
            let rows = try AnnotationFinder(query, workspace).rows().filter(\.isAlive)
            if rows.isEmpty { return Preview.nothing("removed") }
            try checkCount(rows.count, session)
            var changes = Changes()
            let done = try rows.map { try remove($0, workspace, &changes) }
            return try finish(done, changes, workspace)
        }
    }

    private static func checkCount(_ count: Int, _ session: Session) throws {
        guard count > countMax, !session.command.has("yes") else { return }
        throw CommandFailure(
            .refusedForSafety, code: "many", "this would delete \(count) things at once",
            evidence: ["nothing was deleted; what is deleted comes back with: postil undo"],
            hints: [session.again("--yes").map { "if you mean it: \($0)" } ?? "if so, add --yes"])
    }

    private static func finish(
        _ done: [(id: String, said: String)], _ changes: Changes, _ workspace: Workspace
    ) throws -> Reply {
        try changes.log("rm", workspace)
        return Reply(text: done.map(\.said).joined() + "Take it back: postil undo\n") {
            $0.member("removed", done.map(\.id))
        }
    }

    /// The id of what a word means, which is not deleted.
    private static func known(_ word: String, _ workspace: Workspace) throws -> String {
        if try workspace.meansAnnotation(word) {
            return AnnotationID(try workspace.livingAnnotation(word).id.octets).text
        }
        return try workspace.livingArticle(word).id.text
    }

    private static func remove(
        _ row: EntityRow, _ workspace: Workspace, _ changes: inout Changes
    ) throws -> (id: String, said: String) {
        let id = AnnotationID(row.id.octets)
        let short = try workspace.short(id)
        let op = try workspace.author(in: row.set).delete(row.id)
        changes.add(short, [op], in: row.set)
        return (id.text, "Deleted \(short)\n")
    }

    private static func remove(
        _ word: String, _ workspace: Workspace, _ changes: inout Changes
    ) throws -> (id: String, said: String) {
        if try workspace.meansAnnotation(word) {
            let row = try workspace.annotation(word)
            let short = try workspace.short(AnnotationID(row.id.octets))
            guard row.isAlive else {
                throw CommandFailure(
                    .notFound, code: "deleted", "\(short) is deleted already",
                    evidence: ["nothing was deleted now"], hints: ["postil log"])
            }
            return try remove(row, workspace, &changes)
        }
        let article = try workspace.livingArticle(word)
        let op = try workspace.author(in: article.set).delete(EntityID(article.id))
        let short = try workspace.short(article.id)
        changes.add(short, [op], in: article.set)
        return (article.id.text, "Deleted \(short)  “\(TerminalSafe.line(article.title))”\n")
    }
}
