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
    private let isAnnotation: Bool
    private let who: String
    private let mine: String
    private let theirs: String
    private let now: String

    init(_ event: MergeEvent, _ workspace: Workspace) throws {
        self.event = event
        let row = try workspace.transaction.entity(event.entity)
        isAnnotation = row?.state.creation?.kind.opClass == .make
        id =
            isAnnotation
            ? AnnotationID(event.entity.octets).text : ArticleID(event.entity.octets).text
        short =
            isAnnotation
            ? try workspace.short(AnnotationID(event.entity.octets))
            : try workspace.short(ArticleID(event.entity.octets))
        guard let row, let copy = try workspace.transaction.copy(of: row.set) else {
            who = ""
            mine = event.before
            theirs = ""
            now = ""
            return
        }
        who = try workspace.name(of: event.author, in: copy)
        switch event.what {
        case .text:
            mine = event.before
            theirs = try Self.text(after: event, row.id, workspace)
            now = try workspace.replica.text(of: row.id, in: copy).text
        case .register:
            let values = row.state.values(of: event.register)
            mine = values.filter { $0.identity != event.op }.map(Self.words).joined(separator: ", ")
            theirs = values.filter { $0.identity == event.op }.map(Self.words).joined()
            now = values.first.map(Self.words) ?? ""
        case .kept:
            mine = ""
            theirs = ""
            now = row.isAlive ? "kept" : "deleted"
        }
    }

    /// The text as the other side had it after the edit that was merged.
    static func text(after event: MergeEvent, _ entity: EntityID, _ workspace: Workspace) throws
        -> String
    {
        guard let row = try workspace.transaction.entity(entity) else { return "" }
        let copy = try workspace.copy(of: row.set)
        let history = TextHistory(try workspace.replica.textOps(of: entity, in: copy))
        return history.text(at: [event.op])
    }

    private static func words(_ value: EntityState.Value) -> String {
        switch try? Payload.decode(value.payload, of: value.kind) {
        case .name(let name)?: name.isEmpty ? "(none)" : name
        case .status(let closed)?: closed ? "closed" : "open"
        case .article(let article)?: article.title
        case .anchor(let anchor)?: anchor.exact
        default: "?"
        }
    }

    private var what: String {
        switch event.what {
        case .text: "text"
        case .register: event.register.label
        case .kept: "deletion"
        }
    }

    /// One line: what, where, with whom.
    var line: String {
        let who = TerminalSafe.line(self.who)
        let (mine, theirs, now) = (OneLine.text(mine), OneLine.text(theirs), OneLine.text(now))
        return switch event.what {
        case .text: "\(short)  text     edited here and by \(who); both kept"
        case .register:
            "\(short)  \(TextWidth.padded(what, 8)) \(theirs) by \(who) met \(mine); "
                + "\(now) is shown"
        case .kept: "\(short)  deletion met a change by \(who); \(now)"
        }
    }

    var text: String {
        var lines = line + "\n"
        if event.what == .text {
            lines += "      yours   \(OneLine.text(mine))\n"
            lines += "      theirs  \(OneLine.text(theirs))\n"
            lines += "      now     \(OneLine.text(now))\n"
        }
        if event.what != .kept, isAnnotation {
            lines += "      one side instead: postil merges \(short) --take mine|theirs\n"
        }
        return lines
    }

    var plain: String {
        var table = Table([
            .init("ID"), .init("WHAT"), .init("BY"), .init("MINE"), .init("THEIRS"), .init("NOW"),
        ])
        table.append([id, what, who, mine, theirs, now])
        return table.tabSeparated()
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("what", what)
        writer.member("by", who)
        writer.member("mine", mine)
        writer.member("theirs", theirs)
        writer.member("now", now)
        writer.member("time", UTCTime.text(Int64(clamping: event.milliseconds), .milliseconds))
    }
}
