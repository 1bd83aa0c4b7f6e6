import AnnotationModel
import CommandLine
import JSON
import Replication
import Storage
import TextAnchoring
import WireFormat

/// `postil read DOC`: the article with its highlights and threads.
enum ReadCommand {
    static func run(_ session: Session) throws -> Reply {
        let word = session.command.argument("DOC") ?? "@@"
        let columns = try Columns(session)
        let (reply, id) = try session.read { workspace in
            try view(workspace.livingArticle(word), columns, session, workspace)
        }
        try? session.write { try $0.remember(id) }
        return reply
    }

    static let widths = 20...1000

    /// Where notes stand.
    enum NotePlace: String, CaseIterable {
        /// In a margin where the terminal has room for one, else below.
        case auto
        /// Below the paragraph.
        case below
        /// In a margin on the right.
        case margin
    }

    /// How the columns of the terminal are shared.
    private struct Columns {
        /// Of the text.
        var text: Int
        /// Of the margin; nil if there is none.
        var margin: Int?

        private static let textMax = 78
        private static let textBesideMin = 40
        private static let marginMax = 48

        init(_ session: Session) throws {
            let whole = session.console.columns
            let chosen =
                try session.command.value("width").map { try ReadCommand.width($0) }
                ?? session.settings.value(.readWidth).flatMap { Int($0.text) }
            text = chosen ?? min(Columns.textMax, whole)
            let word =
                try session.command.value("notes") ?? session.settings.value(.readNotes)?.text
                ?? NotePlace.auto.rawValue
            guard let place = NotePlace(rawValue: word) else {
                throw CommandFailure(
                    .usage, code: "usage", "--notes takes auto, below or margin")
            }
            let besides = whole - ReadingView.gutter - ReadingView.marginMin
            if place == .margin, chosen == nil, besides >= Columns.textBesideMin {
                text = min(text, besides)
            }
            let rest = whole - text - ReadingView.gutter
            let isWanted = place == .margin || place == .auto && session.console.isOutputTerminal
            if isWanted, rest >= ReadingView.marginMin { margin = min(rest, Columns.marginMax) }
        }
    }

    private static func width(_ word: String) throws -> Int {
        guard let width = Int(word), widths.contains(width) else {
            throw CommandFailure(
                .usage, code: "usage", "--width takes a number from 20 to 1000, not “\(word)”",
                hints: ["postil help read"])
        }
        return width
    }

    private static func view(
        _ article: ArticleView, _ columns: Columns, _ session: Session, _ workspace: Workspace
    ) throws -> (Reply, ArticleID) {
        guard let text = try article.isQuoteOnly ? ArticleText(canonical: "") : article.text()
        else { throw article.textIsMissing }
        let threads = try Thread.threads(of: article.id, workspace)
        let placed = threads.sorted { Self.start($0.top) < Self.start($1.top) }
        let notes = try placed.enumerated().map { index, thread in
            try note(thread, number: index + 1, workspace)
        }
        let headings = text.headings.compactMap { heading in
            text.block(at: heading.range.lowerBound)
        }
        let wrapping = try article.wrapping()
        let shown = ReadingView(
            title: article.title, article: text.string, headings: headings,
            continuations: wrapping?.continuations ?? [], neighbours: wrapping?.neighbours ?? [],
            indents: wrapping?.indents ?? [:], notes: notes, width: columns.text,
            margin: columns.margin, isColoured: session.console.isColoured,
            isIsolating: session.console.isOutputTerminal)
        let setName = try workspace.name(of: article.set)
        let page = shown.text()
        var reply = Reply(text: page, plain: page) { writer in
            article.write(to: &writer, setName: setName, notes: nil)
            writer.member("text", text.string)
            writer.array("annotations") { list in
                for thread in placed {
                    list.object { thread.top.write(to: &$0) }
                    for reply in thread.replies { list.object { reply.view.write(to: &$0) } }
                }
            }
        }
        reply.isPaged = true
        return (reply, article.id)
    }

    private static func start(_ view: AnnotationView) -> Int {
        view.outcome?.range?.lowerBound ?? (view.anchor == nil ? -1 : .max)
    }

    private static func note(
        _ thread: Thread, number: Int, _ workspace: Workspace
    ) throws -> ReadingNote {
        let view = thread.top
        let place: ReadingNote.Place =
            if view.anchor == nil { .page } else if let range = view.outcome?.range {
                .passage(start: range.lowerBound, end: range.upperBound)
            } else { .lost }
        return ReadingNote(
            number: number, label: try workspace.short(view.id), place: place,
            quote: view.anchor.map { OneLine.text($0.exact) }, author: view.creator,
            when: when(view, workspace),
            comment: view.isAlive ? view.text : "(deleted)", tags: view.isAlive ? view.tags : [],
            colour: ReadingColour(rawValue: view.colour) ?? .yellow,
            flags: flags(view, workspace),
            replies: try thread.replies.map { depth, reply in
                ReadingReply(
                    depth: depth, label: try workspace.short(reply.id), author: reply.creator,
                    when: when(reply, workspace), comment: reply.isAlive ? reply.text : "(deleted)",
                    flags: flags(reply, workspace))
            })
    }

    private static func when(_ view: AnnotationView, _ workspace: Workspace) -> String {
        Moment.ago(view.created, now: workspace.now)
    }

    private static func flags(_ view: AnnotationView, _ workspace: Workspace) -> [String] {
        var flags: [String] = []
        if view.isClosed { flags.append("closed") }
        // Without a server nothing is synced, and nobody needs to read so beside each note.
        if view.isUnsynced, workspace.transaction.account != .none { flags.append("unsynced") }
        flags += view.conflicts.map { "two values of \($0.label)" }
        if let state = view.outcome?.state, state != .exact { flags.append(state.rawValue) }
        return flags
    }
}
