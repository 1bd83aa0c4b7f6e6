import AnnotationModel
import CommandLine
import Query
import Replication
import Storage
import TextAnchoring
import WireFormat

/// `postil list [QUERY]`: annotations, newest first.
enum ListCommand {
    /// How many are shown on a terminal unless `--limit` says otherwise.
    static let terminalLimit = 20

    static func run(_ session: Session) throws -> Reply {
        let query = try session.query()
        let limit = try limit(session)
        return try session.read { workspace in
            // One behind the limit: enough to know that there is more, where counting would look
            // at every annotation.
            let rows = try AnnotationFinder(query, workspace).rows(
                limit: limit.map { $0 < Int.max ? $0 + 1 : $0 })
            var articles = ArticleCache()
            let views = try rows.prefix(limit ?? rows.count).map {
                try AnnotationView($0, workspace, &articles)
            }
            let isNewest = (query.parsed.order ?? .newest) == .newest
            let more = rows.count > views.count ? (isNewest ? "newest" : "first") : nil
            return try reply(views, more: more, session, workspace)
        }
    }

    private static func limit(_ session: Session) throws -> Int? {
        if let word = session.command.value("limit") {
            guard let limit = Int(word), limit >= 1 else {
                throw CommandFailure(
                    .usage, code: "usage", "--limit takes a number from 1, not “\(word)”",
                    hints: ["postil help list"])
            }
            return limit
        }
        let isForPeople =
            session.console.isOutputTerminal && !session.command.has("json")
            && !session.command.has("jsonl") && !session.command.has("plain")
        return isForPeople ? terminalLimit : nil
    }

    private static func reply(
        _ views: [AnnotationView], more: String?, _ session: Session, _ workspace: Workspace
    ) throws -> Reply {
        var text = ""
        var plain = Table([
            .init("ID"), .init("DOC"), .init("SET"), .init("BY"), .init("CREATED"),
            .init("QUOTE"), .init("TEXT"), .init("TAGS"),
        ])
        var articles = ArticleCache()
        for view in views {
            let title = try view.article.flatMap {
                try articles.article($0, in: view.set, workspace)?.title
            }
            text += try entry(view, title ?? "", session, workspace)
            plain.append([
                view.idText, view.article?.text ?? "", view.setName, view.creator,
                Moment.plain(view.created), view.anchor?.exact ?? "", view.text,
                view.tags.joined(separator: " "),
            ])
        }
        if views.isEmpty, !session.command.arguments("QUERY").isEmpty {
            text = "No annotation matches: postil help query\n"
        } else if views.isEmpty {
            text = "No annotations here. Make one: postil mark DOC \"a passage\" -m \"a comment\"\n"
        } else if let more {
            text +=
                "The \(more) \(views.count); more: add --limit \(views.count * 10)\n"
        }
        var reply = Reply.list(
            text: text, plain: plain.tabSeparated(),
            items: views.map { view in { view.write(to: &$0) } })
        // What a script asks with -q is whether there is any.
        if views.isEmpty, session.command.has("quiet") { reply.status = .notFound }
        return reply
    }

    /// How many columns the title of an article takes at most.
    private static let titleColumnsMax = 24

    private static func entry(
        _ view: AnnotationView, _ title: String, _ session: Session, _ workspace: Workspace
    ) throws -> String {
        let when = Moment.ago(view.created, now: workspace.now)
        let width = max(20, session.console.columns)
        var head = "\(try workspace.short(view.id))  \(TerminalSafe.line(view.creator))  \(when)"
        let place = view.anchor == nil && view.parent == nil ? "on " : ""
        let shown = TextWidth.truncate(OneLine.text(title), titleColumnsMax)
        if !title.isEmpty { head += "  \(place)\(shown)" }
        let quote = view.anchor.map { "  “" + OneLine.text($0.exact) + "”" } ?? ""
        var lines = TextWidth.truncate(head + quote, width) + "\n"
        if !view.text.isEmpty {
            lines += TextWidth.truncate("      " + OneLine.text(view.text), width) + "\n"
        }
        let marks = marks(view, workspace)
        let tail =
            Tags.shown(view.tags) + (marks.isEmpty ? "" : "   " + marks.joined(separator: " · "))
        if !tail.isEmpty { lines += "   " + tail + "\n" }
        return lines
    }

    private static func marks(_ view: AnnotationView, _ workspace: Workspace) -> [String] {
        var marks: [String] = []
        if view.parent != nil { marks.append("reply") }
        if let state = view.outcome?.state, state != .exact { marks.append(state.rawValue) }
        if view.isClosed { marks.append("closed") }
        // Without a server nothing is synced, and nobody needs to read so of each.
        if view.isUnsynced, workspace.transaction.account != .none { marks.append("unsynced") }
        if !view.conflicts.isEmpty { marks.append("conflict") }
        if view.replies > 0 {
            marks.append(view.replies == 1 ? "1 reply" : "\(view.replies) replies")
        }
        return marks
    }
}
