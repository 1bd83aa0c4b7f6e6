import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import JSON
import Replication
import Storage
import SyncEngine
import WireFormat

/// Something that was merged, as a person sees it.
struct MergeView {
    private let event: MergeEvent
    private let id: String
    private let short: String
    /// The quote of an annotation, the title of an article.
    private let title: String
    private let meeting: MergeMeeting?
    /// Who wrote each side.
    private let names: (mine: String, theirs: String)
    private let current: String
    /// Whether what came in was the deletion.
    private let isDeletion: Bool
    private let now: UInt64
    /// Whether nobody has decided yet.
    let isOpen: Bool
    /// Whether the person may decide.
    private let isOffered: Bool

    /// - Parameter isNewest: whether no other merge of the same field came later.
    init(_ event: MergeEvent, _ workspace: Workspace, isNewest: Bool = true) throws {
        self.event = event
        now = workspace.now
        let row = try workspace.transaction.entity(event.entity)
        let isAnnotation = row?.state.creation?.kind.opClass == .make
        let (annotation, article) = (
            AnnotationID(event.entity.octets), ArticleID(event.entity.octets)
        )
        id = isAnnotation ? annotation.text : article.text
        short = isAnnotation ? try workspace.short(annotation) : try workspace.short(article)
        title = try row.map { try Self.title($0, workspace) } ?? ""
        guard let row, let copy = try workspace.transaction.copy(of: row.set) else {
            (meeting, names, current) = (nil, ("", ""), "")
            (isOpen, isOffered, isDeletion) = (false, false, false)
            return
        }
        let meeting = isNewest ? try MergeMeeting(event, workspace) : nil
        self.meeting = meeting
        names = (
            try Self.name(meeting?.mine.authors ?? [], own: "yours", copy, workspace),
            try Self.name(
                meeting?.theirs.authors ?? [event.author], own: "you, elsewhere", copy, workspace)
        )
        current = try Self.current(event, row, copy, workspace)
        let incoming = try workspace.transaction.op(with: event.op, in: row.set)
        isDeletion = incoming?.op.kills.isEmpty == false
        isOpen =
            try event.what == .kept
            ? isNewest && row.isAlive && !Self.isAnswered(event, copy, workspace)
            : meeting?.isOpen == true
        let mayChange = try workspace.author(in: row.set).mayChange(row.id)
        isOffered = mayChange && (event.what == .kept ? isOpen : meeting?.isTakeable == true)
    }

    /// Whether the person has changed since what was kept, and so knows of it.
    private static func isAnswered(
        _ event: MergeEvent, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> Bool {
        try copy.ops(of: event.entity).contains {
            workspace.isOwn($0.author) && $0.op.stamp.milliseconds > event.milliseconds
        }
    }

    private static func current(
        _ event: MergeEvent, _ row: EntityRow, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> String {
        switch event.what {
        case .text: try workspace.replica.text(of: row.id, in: copy).text
        case .register:
            row.state.values(of: event.register).first
                .flatMap { OpWords.value($0.payload, $0.kind) } ?? ""
        case .kept: row.isAlive ? "kept" : "deleted"
        }
    }

    private static func title(_ row: EntityRow, _ workspace: Workspace) throws -> String {
        guard let creation = row.state.creation else { return "" }
        if creation.kind.opClass == .article {
            return try workspace.article(row.id)?.title ?? ""
        }
        guard
            case .annotation(_, let anchor?)? = try? Payload.decode(
                creation.payload, of: creation.kind)
        else { return "" }
        return anchor.exact
    }

    private static func name(
        _ authors: Set<AccountID>, own: String, _ copy: any CopyStore, _ workspace: Workspace
    ) throws -> String {
        if !authors.isEmpty, authors.allSatisfy(workspace.isOwn) { return own }
        return try authors.map { try workspace.name(of: $0, in: copy) }.sorted()
            .joined(separator: ", ")
    }

    private var what: String {
        switch event.what {
        case .text: "text"
        case .register: event.register.label
        case .kept: "deletion"
        }
    }

    // MARK: Text

    /// Both sides beside what both began with, what came of it, and what to type for one side.
    func text(width: Int, isColoured: Bool) -> String {
        let quote = title.isEmpty ? "" : "  “\(TextWidth.truncate(OneLine.text(title), 40))”"
        let merged = "merged \(Self.ago(event.milliseconds, now))"
        let head = "\(short)\(quote)   \(what), \(merged)\(isOpen ? "" : ", settled")\n"
        let theirs = TextWidth.truncate(TerminalSafe.line(names.theirs), 16)
        if event.what == .kept {
            let again = isOffered ? "delete it again:  postil rm \(short)\n" : ""
            let met =
                isDeletion
                ? "deleted by \(theirs), and changed" : "deleted, and changed by \(theirs)"
            return head + "  \(met) at the same time; \(current)\n\(again)\n"
        }
        guard let meeting else { return head + "  with what \(theirs) wrote\n\n" }
        let mine = TextWidth.truncate(TerminalSafe.line(names.mine), 16)
        let rows = [
            Row(mine, meeting.mine.when, now, meeting.mine.words),
            Row(theirs, meeting.theirs.when, now, meeting.theirs.words),
            Row("now", nil, now, current),
        ]
        let columns = rows.map { TextWidth.columns($0.name) }.max() ?? 0
        let times = rows.map { TextWidth.columns($0.time) }.max() ?? 0
        let room = max(20, width - columns - times - 6)
        let lines = rows.enumerated().map { index, row in
            let value =
                index < 2
                ? diff(row.value, room, isColoured) : TextWidth.wrap(Self.whole(row.value), room)
            return row.text(columns, times, value)
        }
        return head + lines.joined() + (isOffered ? offer(mine, theirs) : "") + "\n"
    }

    private static func taking(_ short: String, _ side: String, _ field: String) -> String {
        "postil merges \(short) --take \(side) --only \(ShellWords.quoted(field))"
    }

    /// What to type, each on a line of its own that can be pasted.
    private func offer(_ mine: String, _ theirs: String) -> String {
        var sides = [(mine, "mine"), (theirs, "theirs")]
        if event.what == .text, isOpen { sides.append(("as it is now", "both")) }
        let columns = sides.map { TextWidth.columns($0.0) }.max() ?? 0
        let lines = sides.map { name, side in
            "  \(TextWidth.padded(name, columns))  \(Self.taking(short, side, what))\n"
        }
        return "to choose:\n" + lines.joined()
    }

    private struct Row {
        let name: String
        let time: String
        let value: String

        init(_ name: String, _ when: UInt64?, _ now: UInt64, _ value: String) {
            self.name = name
            time = when.map { MergeView.ago($0, now) } ?? ""
            self.value = value
        }

        func text(_ names: Int, _ times: Int, _ lines: [String]) -> String {
            let head = "  \(TextWidth.padded(name, names))  \(TextWidth.padded(time, times))  "
            let rest = TextWidth.padded("", TextWidth.columns(head))
            return lines.enumerated().map { ($0.offset == 0 ? head : rest) + $0.element + "\n" }
                .joined()
        }
    }

    private static func whole(_ text: String) -> String {
        text.isEmpty ? "(none)" : TerminalSafe.text(text)
    }

    /// A side's text with what it changed; a side's value.
    private func diff(_ side: String, _ width: Int, _ isColoured: Bool) -> [String] {
        guard let base = meeting?.base else { return TextWidth.wrap(Self.whole(side), width) }
        return WordDiff(from: base, to: side).lines(width, isColoured: isColoured)
    }

    private static func ago(_ then: UInt64, _ now: UInt64) -> String {
        let words = RelativeTime.text(Int64(clamping: then), now: Int64(clamping: now))
        return words == "now" ? "just now" : words + " ago"
    }

    // MARK: Scripts

    /// The sides; what was shown before, where only that is known.
    private var sides: (mine: String, theirs: String) {
        (meeting?.mine.words ?? event.before, meeting?.theirs.words ?? "")
    }

    var plain: String {
        var table = Table([
            .init("ID"), .init("WHAT"), .init("BY"), .init("MINE"), .init("THEIRS"), .init("NOW"),
            .init("STATE"),
        ])
        table.append([
            id, what, names.theirs, sides.mine, sides.theirs, current, isOpen ? "open" : "settled",
        ])
        return table.tabSeparated()
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("what", what)
        writer.member("by", names.theirs)
        writer.member("mineBy", names.mine)
        writer.member("base", meeting?.base)
        writer.member("mine", sides.mine)
        writer.member("theirs", sides.theirs)
        writer.member("now", current)
        writer.member("open", isOpen)
        writer.member("time", UTCTime.text(Int64(clamping: event.milliseconds), .milliseconds))
    }
}
