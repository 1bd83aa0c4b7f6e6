import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine

/// `postil drawer [NUMBER...]`: what you wrote that has no place in a set.
enum DrawerCommand {
    static func run(_ session: Session) throws -> Reply {
        let words = session.command.arguments("NUMBER")
        let (drops, makes) = (session.command.has("drop"), session.command.has("again"))
        try check(words, isChanging: drops || makes, isBoth: drops && makes, session)
        if makes {
            return try session.write { try DrawerAgain.run(chosen(words, $0), session, $0) }
        }
        if drops {
            return try session.write { workspace in
                let items = try chosen(words, workspace)
                for item in items {
                    try item.number.map { try workspace.transaction.dropDrawerItem($0) }
                }
                return dropped(items)
            }
        }
        return try session.read { workspace in
            let items = try chosen(words, workspace)
            return try words.isEmpty
                ? list(items, session, workspace) : whole(items, session, workspace)
        }
    }

    private static func check(
        _ words: [String], isChanging: Bool, isBoth: Bool, _ session: Session
    ) throws {
        let hints = ["what lies there: postil drawer", "postil help drawer"]
        func refuse(_ what: String) -> CommandFailure {
            CommandFailure(
                .usage, code: "usage", what, evidence: ["nothing was changed"], hints: hints)
        }
        let isAll = session.command.has("all")
        if isBoth { throw refuse("--drop and --again do not go together") }
        if isAll, !isChanging { throw refuse("--all goes with --drop or --again") }
        if isAll, !words.isEmpty { throw refuse("“\(words[0])” was named beside --all") }
        if isChanging, !isAll, words.isEmpty {
            throw refuse("it was not said which: name their numbers, or --all")
        }
    }

    /// Those that were named, each once; all if none was.
    private static func chosen(
        _ words: [String], _ workspace: Workspace
    ) throws -> [DrawerWords] {
        let all = try DrawerWords.all(workspace)
        if words.isEmpty { return all }
        var seen: Set<Int64> = []
        return try words.compactMap { word in
            guard let number = Int64(word), let item = all.first(where: { $0.number == number })
            else {
                throw CommandFailure(
                    .notFound, code: "not-in-drawer", "there is no “\(word)” in the drawer",
                    evidence: ["nothing was changed"], hints: ["postil drawer"])
            }
            return seen.insert(number).inserted ? item : nil
        }
    }

    // MARK: Replies

    private static func list(
        _ items: [DrawerWords], _ session: Session, _ workspace: Workspace
    ) throws -> Reply {
        var table = Table([
            .init("", isRightAligned: true), .init(""), .init(""), .init(""),
            .init("", canShrink: true), .init("", canShrink: true),
        ])
        var plain = table
        for item in items {
            let number = item.number.map { "\($0)" } ?? ""
            let when = RelativeTime.text(item.milliseconds, now: Int64(clamping: workspace.now))
            let words = item.words.isEmpty ? "" : "“\(item.words)”"
            table.append([number, when, item.kind, item.setName, words, item.sentence])
            plain.append([
                number, UTCTime.text(item.milliseconds), item.kind, item.setName, item.reason,
                item.item.text,
            ])
        }
        let text =
            items.isEmpty
            ? "The drawer is empty: all that you wrote is in its set.\n"
            : table.terminalText(width: session.console.columns)
                + "postil drawer NUMBER shows one whole; --again tries it once more; "
                + "--drop ends it\n"
        return .list(
            text: text, plain: plain.tabSeparated(),
            items: items.map { item in { item.write(to: &$0) } })
    }

    private static func whole(
        _ items: [DrawerWords], _ session: Session, _ workspace: Workspace
    ) throws -> Reply {
        let width = min(78, session.console.columns)
        let text = try items.map { try describe($0, width, workspace) }.joined(separator: "\n")
        return .list(
            text: text, plain: text, items: items.map { item in { item.write(to: &$0) } })
    }

    private static func describe(
        _ item: DrawerWords, _ width: Int, _ workspace: Workspace
    ) throws -> String {
        var rows = [
            ("number", "\(item.number ?? 0)"), ("what", item.kind), ("set", item.setName),
            ("written", UTCTime.text(item.milliseconds)), ("why", item.sentence),
        ]
        if case .article(let article) = item.item.op.target {
            let title = try workspace.article(EntityID(article)).map { "  “\($0.title)”" } ?? ""
            rows.append(("article", String(article.text.prefix(8)) + title))
        }
        if let quote = item.quote { rows.append(("quote", "“\(quote)”")) }
        if !item.item.text.isEmpty { rows.append(("text", item.item.text)) }
        return FieldRows.text(rows, width: width)
    }

    private static func dropped(_ items: [DrawerWords]) -> Reply {
        let lines = items.map { "  \($0.number ?? 0)  \($0.line)\n" }.joined()
        let text =
            items.isEmpty
            ? "The drawer is empty: nothing was dropped.\n"
            : "Dropped, and gone (undo does not bring it back):\n" + lines
        var reply = Reply.list(
            text: text, plain: text, items: items.map { item in { item.write(to: &$0) } })
        reply.plain = nil
        return reply
    }
}
