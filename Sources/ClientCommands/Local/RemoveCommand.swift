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
        let words = session.command.arguments("ANN|DOC")
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
            return try session.read { try preview(things(words, $0), $0) }
        }
        return try session.write { workspace in
            let things = try things(words, workspace)
            try checkCount(things.count, session)
            var changes = Changes()
            let done = try things.map { try remove($0, workspace, &changes) }
            return try finish(done, changes, workspace)
        }
    }

    /// What is there to delete.
    private enum Thing {
        case annotation(EntityRow)
        /// The count is of the notes that go out of view with it.
        case article(ArticleView, notes: Int)
    }

    /// What words mean, each once, and annotations first.
    ///
    /// All is looked up before anything is deleted: an article takes its notes out of view. It goes
    /// last, as what is taken back begins at the end: a note that comes back would bring it along.
    private static func things(_ words: [String], _ workspace: Workspace) throws -> [Thing] {
        var seen: Set<EntityID> = []
        var rows: [EntityRow] = []
        var articles: [ArticleView] = []
        for word in words {
            if try workspace.meansAnnotation(word) {
                let row = try workspace.livingAnnotation(word)
                if seen.insert(row.id).inserted { rows.append(row) }
            } else {
                let view = try workspace.livingArticle(word)
                if seen.insert(EntityID(view.id)).inserted { articles.append(view) }
            }
        }
        return try rows.map { .annotation($0) }
            + articles.map { view in
                let query = EntityQuery(article: view.id, kind: .annotations)
                let named = rows.filter { $0.state.creation?.article == view.id }.count
                return .article(view, notes: try workspace.transaction.count(query) - named)
            }
    }

    private static func preview(_ things: [Thing], _ workspace: Workspace) throws -> Reply {
        var articles = ArticleCache()
        let done = try things.map { thing -> Done in
            switch thing {
            case .annotation(let row):
                let view = try AnnotationView(row, workspace, &articles)
                let line = try Preview.line(view, workspace)
                return Done(id: view.idText, said: line + "\n", notes: 0)
            case .article(let view, let notes):
                let said = "  \(try line(view, notes, workspace))\n"
                return Done(id: view.id.text, said: said, notes: notes)
            }
        }
        return Reply(text: "Would delete:\n" + done.map(\.said).joined()) {
            $0.member("dryRun", true)
            write(done, &$0)
        }
    }

    /// An article on a line, and what becomes of its notes.
    private static func line(
        _ view: ArticleView, _ notes: Int, _ workspace: Workspace
    ) throws -> String {
        let title = TerminalSafe.line(view.title)
        let verb = notes == 1 ? "goes" : "go"
        let rest = notes == 0 ? "" : "; \(Counted.text(notes, "note")) on it \(verb) out of view"
        return "\(try workspace.short(view.id))  “\(title)”\(rest)"
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

    /// What was deleted, or would be.
    private struct Done {
        let id: String
        let said: String
        /// How many notes go out of view with it.
        let notes: Int
    }

    private static func finish(
        _ done: [Done], _ changes: Changes, _ workspace: Workspace
    ) throws -> Reply {
        try changes.log("rm", workspace)
        return Reply(text: done.map(\.said).joined() + "Take it back: postil undo\n") {
            write(done, &$0)
        }
    }

    private static func write(_ done: [Done], _ writer: inout JSONWriter) {
        writer.member("removed", done.map(\.id))
        writer.member("outOfView", done.reduce(0) { $0 + $1.notes })
    }

    private static func remove(
        _ thing: Thing, _ workspace: Workspace, _ changes: inout Changes
    ) throws -> Done {
        switch thing {
        case .annotation(let row): return try remove(row, workspace, &changes)
        case .article(let view, let notes):
            let op = try workspace.author(in: view.set).delete(EntityID(view.id))
            changes.add(try workspace.short(view.id), [op], in: view.set)
            let said = "Deleted \(try line(view, notes, workspace))\n"
            return Done(id: view.id.text, said: said, notes: notes)
        }
    }

    private static func remove(
        _ row: EntityRow, _ workspace: Workspace, _ changes: inout Changes
    ) throws -> Done {
        let id = AnnotationID(row.id.octets)
        let short = try workspace.short(id)
        let op = try workspace.author(in: row.set).delete(row.id)
        changes.add(short, [op], in: row.set)
        return Done(id: id.text, said: "Deleted \(short)\n", notes: 0)
    }
}
