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
        let withHistory = session.command.has("history")
        return try session.read { workspace in
            var text = ""
            var views: [(AnnotationView, [HistoryEntry])] = []
            for word in words {
                let row = try workspace.annotation(word)
                var articles = ArticleCache()
                let view = try AnnotationView(row, workspace, &articles)
                let history = withHistory ? try HistoryEntry.entries(of: row, workspace) : []
                text += try describe(view, width: width, workspace) + history.map(\.text).joined()
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

/// One change in the history of an annotation.
struct HistoryEntry {
    let when: UInt64
    let who: String
    let what: String
    let before: String?
    let after: String?
    let verdict: Verdict

    /// All changes of an annotation, each after those it follows, otherwise by time
    /// (Protocol/03-replication.md, 6).
    static func entries(of row: EntityRow, _ workspace: Workspace) throws -> [HistoryEntry] {
        let copy = try workspace.copy(of: row.set)
        let ops = try copy.ops(of: row.id)
        let history = TextHistory(try workspace.replica.textOps(of: row.id, in: copy))
        var seen: Set<Identity> = []
        var entries: [HistoryEntry] = []
        for op in ops where seen.insert(op.identity).inserted {
            var before: String?
            var after: String?
            if op.op.kind.isText, !op.verdict.isRefusal {
                let named = try op.op.names.compactMap { try copy.op(at: $0)?.identity }
                before = op.op.kind.creates ? nil : history.text(at: named)
                after = history.text(at: [op.identity])
            } else if case .name(let name)? = try? Payload.decode(op.op.payload, of: op.op.kind) {
                after = name
            } else if case .status(let closed)? = try? Payload.decode(op.op.payload, of: op.op.kind)
            {
                after = closed ? "closed" : "open"
            }
            entries.append(
                HistoryEntry(
                    when: op.op.stamp.milliseconds,
                    who: try workspace.name(of: op.author, in: copy),
                    what: op.op.kind.verb, before: before, after: after, verdict: op.verdict))
        }
        return entries
    }

    var text: String {
        var line = "  \(UTCTime.text(Int64(clamping: when)))  \(TerminalSafe.line(who))  \(what)"
        if let after { line += "  " + TerminalSafe.line(after) }
        if verdict.isRefusal { line += "  (refused)" }
        if verdict == .pending { line += "  (not sent yet)" }
        return line + "\n"
    }

    func write(to writer: inout JSONWriter) {
        writer.member("time", UTCTime.text(Int64(clamping: when), .milliseconds))
        writer.member("by", who)
        writer.member("what", what)
        writer.member("before", before)
        writer.member("after", after)
        writer.member("refused", verdict.isRefusal)
        writer.member("unsynced", verdict == .pending)
    }
}

extension OpKind {
    /// What an op of this kind does, as history tells it.
    var verb: String {
        switch self {
        case .annotate: "made"
        case .reply: "replied"
        case .text: "wrote"
        case .colour: "coloured"
        case .status: "set status"
        case .tag: "tagged"
        case .untag: "untagged"
        case .delete, .deleteArticle: "deleted"
        case .revive, .reviveArticle: "brought back"
        case .reattach: "attached"
        case .addArticle: "added"
        case .origin: "taken in from elsewhere"
        case .title: "titled"
        case .setName: "named"
        default: "kind \(raw)"
        }
    }
}
