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
    private let who: String
    private let meeting: MergeMeeting?
    private let mine: String
    private let theirs: String
    private let current: String
    private let now: UInt64

    init(_ event: MergeEvent, _ workspace: Workspace) throws {
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
        meeting = try MergeMeeting(event, workspace)
        guard let row, let copy = try workspace.transaction.copy(of: row.set) else {
            (who, mine, theirs, current) = ("", event.before, "", "")
            return
        }
        who =
            event.author == workspace.transaction.account
            ? "you, elsewhere" : try workspace.name(of: event.author, in: copy)
        switch event.what {
        case .text:
            mine = event.before
            theirs = meeting?.theirs.words ?? ""
            current = try workspace.replica.text(of: row.id, in: copy).text
        case .register:
            let values = row.state.values(of: event.register)
            mine = meeting?.mine.words ?? ""
            theirs = meeting?.theirs.words ?? ""
            current = values.first.flatMap { OpWords.value($0.payload, $0.kind) } ?? ""
        case .kept: (mine, theirs, current) = ("", "", row.isAlive ? "kept" : "deleted")
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

    private var what: String {
        switch event.what {
        case .text: "text"
        case .register: event.register.label
        case .kept: "deletion"
        }
    }

    /// A value on one line; what stands for none in place of none.
    private static func shown(_ value: String) -> String {
        value.isEmpty ? "(none)" : OneLine.text(value)
    }

    /// One line: what, where, with whom.
    var line: String {
        let who = TerminalSafe.line(self.who)
        return switch event.what {
        case .text: "\(short)  text     edited here and by \(who); both kept"
        case .register:
            "\(short)  \(TextWidth.padded(what, 8)) \(Self.shown(theirs)) by \(who) met "
                + "\(Self.shown(mine)); \(Self.shown(current)) is shown"
        case .kept: "\(short)  deletion met a change by \(who); \(current)"
        }
    }

    // MARK: Text

    /// Both sides beside what both began with, and what came of it.
    func text(width: Int, isColoured: Bool) -> String {
        let quote = title.isEmpty ? "" : "  “\(TextWidth.truncate(OneLine.text(title), 40))”"
        var text = "\(short)\(quote)   \(what), merged \(Self.ago(event.milliseconds, now))\n"
        if event.what == .kept {
            return text + "  a deletion met a change by \(TerminalSafe.line(who)); \(current)\n\n"
        }
        var rows = [
            Row("yours", meeting?.mine.when, now, mine),
            Row(TextWidth.truncate(TerminalSafe.line(who), 16), meeting?.theirs.when, now, theirs),
            Row("now", nil, now, current),
        ]
        let names = rows.map { TextWidth.columns($0.name) }.max() ?? 0
        let times = rows.map { TextWidth.columns($0.time) }.max() ?? 0
        let last = rows.removeLast()
        let room = max(20, width - names - times - 6)
        for row in rows {
            text += row.text(names, times, diff(row.value, room, isColoured))
        }
        text += last.text(names, times, TextWidth.wrap(Self.whole(last.value), room))
        return text + "one side instead:  postil merges \(short) --take mine|theirs\n\n"
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
        guard event.what == .text, let base = meeting?.base else {
            return TextWidth.wrap(Self.whole(side), width)
        }
        return WordDiff(from: base, to: side).lines(width, isColoured: isColoured)
    }

    private static func ago(_ then: UInt64, _ now: UInt64) -> String {
        let words = RelativeTime.text(Int64(clamping: then), now: Int64(clamping: now))
        return words == "now" ? "just now" : words + " ago"
    }

    // MARK: Scripts

    var plain: String {
        var table = Table([
            .init("ID"), .init("WHAT"), .init("BY"), .init("MINE"), .init("THEIRS"), .init("NOW"),
        ])
        table.append([id, what, who, mine, theirs, current])
        return table.tabSeparated()
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("what", what)
        writer.member("by", who)
        writer.member("base", meeting?.base)
        writer.member("mine", mine)
        writer.member("theirs", theirs)
        writer.member("now", current)
        writer.member("time", UTCTime.text(Int64(clamping: event.milliseconds), .milliseconds))
    }
}
