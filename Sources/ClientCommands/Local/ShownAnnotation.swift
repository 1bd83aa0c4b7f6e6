import AnnotationModel
import CommandLine
import JSON
import Replication
import Storage
import TextAnchoring
import WireFormat

/// An annotation and what answers it, as `postil show` tells them.
struct ShownAnnotation: ShownThing {
    let row: EntityRow
    private let view: AnnotationView
    private let replies: [(depth: Int, view: AnnotationView)]

    init(_ row: EntityRow, _ workspace: Workspace) throws {
        self.row = row
        var articles = ArticleCache()
        view = try AnnotationView(row, workspace, &articles)
        replies = try Thread.replies(to: view, workspace)
    }

    func text(width: Int, _ workspace: Workspace) throws -> String {
        var rows: [(String, String)] = [
            ("id", view.idText), ("what", view.motivation.rawValue),
            ("by", "\(view.creator)   \(Moment.text(view.created))"),
            ("set", view.setName),
        ]
        if let article = view.article {
            let title = try workspace.article(EntityID(article))?.title ?? ""
            rows.append(("article", "\(try workspace.short(article))  “\(title)”"))
        }
        if let parent = view.parent { rows.append(("answers", try workspace.short(parent))) }
        if let quote = view.original?.exact { rows.append(("quote", "“\(OneLine.text(quote))”")) }
        if let outcome = view.outcome { rows.append(("place", outcome.state.rawValue)) }
        if !view.text.isEmpty { rows.append(("text", view.text)) }
        if !view.tags.isEmpty { rows.append(("tags", view.tags.joined(separator: " "))) }
        if !view.colour.isEmpty { rows.append(("colour", view.colour)) }
        rows.append(("status", view.isClosed ? "closed" : "open"))
        if !view.conflicts.isEmpty {
            rows.append(("merged", view.conflicts.map(\.label).joined(separator: ", ")))
        }
        if !view.isAlive { rows.append(("state", "deleted")) }
        if view.isUnsynced { rows.append(("sync", "not sent yet")) }
        return FieldRows.text(rows, width: width) + (try thread(width: width, workspace)) + "\n"
    }

    /// The replies, each with its id, who wrote it and when, and its text below.
    private func thread(width: Int, _ workspace: Workspace) throws -> String {
        guard !replies.isEmpty else { return "" }
        var lines: [String] = []
        for (depth, reply) in replies {
            // However deep it goes, there is room for words.
            let indent = TextWidth.padded("", min(2 * (depth - 1), width / 5))
            let when = Moment.ago(reply.created, now: workspace.now)
            var head = "\(try workspace.short(reply.id))  \(TerminalSafe.line(reply.creator))"
            head += "  \(when)" + (reply.isClosed ? "  (closed)" : "")
            if reply.isUnsynced, workspace.transaction.account != .none { head += "  (unsynced)" }
            let said = reply.isAlive ? TerminalSafe.text(reply.text) : "(deleted)"
            lines.append(indent + head)
            lines += TextWidth.wrap(said, max(20, width - 12 - indent.utf8.count)).map {
                indent + "  " + $0
            }
        }
        return FieldRows.line("replies", lines)
    }

    func write(to writer: inout JSONWriter) {
        view.write(to: &writer)
        writer.array("thread") { list in
            for reply in replies { list.object { reply.view.write(to: &$0) } }
        }
    }
}
