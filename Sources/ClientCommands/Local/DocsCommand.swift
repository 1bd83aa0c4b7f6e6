import AnnotationModel
import CommandLine
import JSON
import Query
import Replication
import Storage
import WireFormat

/// `postil docs [QUERY]`: the articles of the store.
enum DocsCommand {
    static func run(_ session: Session) throws -> Reply {
        let query = try session.query()
        if query.parsed.order == .place {
            throw CommandFailure(
                .usage, code: "usage", "sort:place is an order of annotations, not of articles",
                hints: ["postil docs sort:oldest   ·   postil list sort:place"])
        }
        return try session.read { workspace in
            let chosen = try ArticleFinder(query, workspace).articles()
            var table = Table([
                .init("ID"), .init("NOTES", isRightAligned: true), .init("SET"),
                .init("ADDED"), .init("TITLE", canShrink: true),
            ])
            var plain = table
            var items: [(inout JSONWriter) -> Void] = []
            for view in chosen {
                let notes = try workspace.transaction.count(
                    EntityQuery(article: view.id, kind: .annotations))
                let set = try workspace.name(of: view.set)
                let added = view.added
                let when = Moment.ago(added, now: workspace.now)
                let title = view.title + (view.isQuoteOnly ? "  (quotes only)" : "")
                table.append([try workspace.short(view.id), "\(notes)", set, when, title])
                plain.append([
                    view.id.text, "\(notes)", set, Moment.plain(added), view.title,
                ])
                items.append { view.write(to: &$0, setName: set, notes: notes) }
            }
            let text =
                chosen.isEmpty && !query.isEmpty
                ? "No article matches: postil help query\n"
                : chosen.isEmpty
                    ? "No articles yet. Add one: postil add FILE\n"
                    : table.terminalText(width: session.console.columns, withTitles: true)
            return .list(text: text, plain: plain.tabSeparated(), items: items)
        }
    }
}
