import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import TextAnchoring
import WireFormat

/// `postil show ID...`: annotations with all that is known of them.
enum ShowCommand {
    static func run(_ session: Session) throws -> Reply {
        let words = session.command.arguments("ID")
        let width = min(78, session.console.columns)
        let isColoured = session.console.isColoured
        let withHistory = session.command.has("history")
        return try session.read { workspace in
            var text = ""
            var views: [(AnnotationView, [HistoryEntry])] = []
            for word in words {
                let row = try workspace.annotation(word)
                var articles = ArticleCache()
                let view = try AnnotationView(row, workspace, &articles)
                let history = withHistory ? try HistoryEntry.entries(of: row, workspace) : []
                text += try describe(view, width: width, workspace)
                let lines = history.flatMap {
                    $0.lines(width: width, isColoured: isColoured, now: workspace.now)
                }
                if withHistory { text += lines.map { $0 + "\n" }.joined() + "\n" }
                views.append((view, history))
            }
            return .list(
                text: text, plain: text,
                items: views.map { view, history in
                    { writer in
                        view.write(to: &writer)
                        if withHistory {
                            writer.array("history") { list in
                                for entry in history { list.object { entry.write(to: &$0) } }
                            }
                        }
                    }
                })
        }
    }

    private static func describe(
        _ view: AnnotationView, width: Int, _ workspace: Workspace
    ) throws -> String {
        var rows: [(String, String)] = [
            ("id", view.idText), ("what", view.motivation.rawValue),
            ("by", "\(view.creator)   \(UTCTime.text(Int64(clamping: view.created)))"),
            ("set", view.setName),
        ]
        if let article = view.article {
            let title = try workspace.article(EntityID(article))?.title ?? ""
            rows.append(("article", "\(try workspace.short(article))  “\(title)”"))
        }
        if let parent = view.parent { rows.append(("answers", try workspace.short(parent))) }
        if let quote = view.original?.exact { rows.append(("quote", "“\(quote)”")) }
        if let outcome = view.outcome { rows.append(("place", outcome.state.rawValue)) }
        if !view.text.isEmpty { rows.append(("text", view.text)) }
        if !view.tags.isEmpty { rows.append(("tags", view.tags.joined(separator: " "))) }
        if !view.colour.isEmpty { rows.append(("colour", view.colour)) }
        rows.append(("status", view.isClosed ? "closed" : "open"))
        if view.replies > 0 { rows.append(("replies", "\(view.replies)")) }
        if !view.conflicts.isEmpty {
            rows.append(("merged", view.conflicts.map(\.label).joined(separator: ", ")))
        }
        if !view.isAlive { rows.append(("state", "deleted")) }
        if view.isUnsynced { rows.append(("sync", "not sent yet")) }
        return rows.map { name, value in
            let lines = TextWidth.wrap(TerminalSafe.text(value), max(30, width - 10))
            let padded = TextWidth.padded(name, 9)
            return padded + lines.joined(separator: "\n         ") + "\n"
        }.joined() + "\n"
    }
}
