import AnnotationModel
import CRDT
import CivilTime
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine
import WireFormat

/// Something of the drawer, as a person and as a script reads it.
struct DrawerWords {
    /// Its place in the drawer; nil where only what it is matters.
    let number: Int64?
    let item: DrawerItem
    let setName: String

    init(_ item: DrawerItem, number: Int64? = nil, _ workspace: Workspace) throws {
        self.number = number
        self.item = item
        let isHere = try workspace.transaction.copy(of: item.set) != nil
        let short = String(item.set.octets.hex.prefix(8))
        setName =
            try FormerSets.name(of: item.set, workspace)
            ?? (isHere ? workspace.name(of: item.set) : short)
    }

    /// All that lies in the drawer, the oldest first.
    static func all(_ workspace: Workspace) throws -> [DrawerWords] {
        try workspace.transaction.drawer().map {
            try DrawerWords($0.item, number: $0.id, workspace)
        }
    }

    /// Whether the server said no to it.
    var isRefused: Bool { item.reason.isVerdict }

    /// When it was written, milliseconds since 1970.
    var milliseconds: Int64 { Int64(clamping: item.op.stamp.milliseconds) }

    /// The passage that it is about, if it says one.
    var quote: String? {
        switch try? Payload.decode(item.op.payload, of: item.op.kind) {
        case .annotation(_, let anchor)?: anchor?.exact
        case .anchor(let anchor)?: anchor.exact
        default: nil
        }
    }

    var reason: String {
        switch item.reason {
        case .denied: "not-allowed"
        case .depends: "depends"
        case .gone: "gone"
        case .unknownClass: "unknown-class"
        case .malformed: "malformed"
        case .removed: "removed"
        case .lostBase: "lost-base"
        }
    }

    var kind: String {
        switch item.op.kind {
        case .annotate: "note"
        case .reply: "reply"
        case .text: "edit"
        case .colour: "colour"
        case .status: "status"
        case .tag, .untag: "tag"
        case .delete, .deleteArticle: "deletion"
        case .revive, .reviveArticle: "restoring"
        case .reattach: "place"
        case .addArticle: "article"
        case .title: "title"
        case .setName: "name of the set"
        default: "change"
        }
    }

    /// Why it is here, for a person.
    var sentence: String {
        switch item.reason {
        case .denied: "your role does not allow it"
        case .depends: "it builds on something that was refused"
        case .gone: "what it was about is gone"
        case .unknownClass: "the server does not know this kind of change"
        case .malformed: "its form is wrong"
        case .removed: "you are no member any more"
        case .lostBase: "the server lost what it builds on"
        }
    }

    /// What it says in few words: what was typed, else the passage.
    var words: String { OneLine.text(item.text.isEmpty ? quote ?? "" : item.text) }

    /// One line for a terminal.
    var line: String {
        let shown = words.isEmpty ? "" : "  “\(TextWidth.truncate(words, 60))”"
        return "\(kind) in \(TerminalSafe.line(setName)): \(sentence)\(shown)"
    }

    func write(to writer: inout JSONWriter) {
        if let number { writer.member("number", number) }
        writer.member("reason", reason)
        writer.member("kind", kind)
        writer.member("set", item.set.octets.hex)
        writer.member("setName", setName)
        writer.member("time", UTCTime.text(milliseconds, .milliseconds))
        writer.member("text", item.text)
        writer.member("quote", quote)
        if case .article(let article) = item.op.target { writer.member("doc", article.text) }
    }
}
