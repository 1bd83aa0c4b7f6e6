import AnnotationModel
import CommandLine
import JSON
import Octets
import Replication
import Storage
import SyncEngine

/// Something of the drawer, as a person and as a script reads it.
struct DrawerWords {
    let reason: String
    let set: String
    let setName: String
    let kind: String
    let text: String

    init(_ item: DrawerItem, _ workspace: Workspace) throws {
        set = item.set.octets.hex
        let isHere = try workspace.transaction.copy(of: item.set) != nil
        setName = isHere ? try workspace.name(of: item.set) : String(set.prefix(8))
        text = item.text
        reason =
            switch item.reason {
            case .denied: "not-allowed"
            case .depends: "depends"
            case .gone: "gone"
            case .unknownClass: "unknown-class"
            case .malformed: "malformed"
            case .removed: "removed"
            case .lostBase: "lost-base"
            }
        kind =
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

    private var sentence: String {
        switch reason {
        case "not-allowed": "your role does not allow it"
        case "depends": "it builds on something that was refused"
        case "gone": "what it was about is gone"
        case "unknown-class": "the server does not know this kind of change"
        case "malformed": "its form is wrong"
        case "removed": "you are no member any more"
        default: "the server lost what it builds on"
        }
    }

    /// One line for a terminal.
    var line: String {
        let shown = text.isEmpty ? "" : "  “\(TextWidth.truncate(TerminalSafe.line(text), 60))”"
        return "\(kind) in \(TerminalSafe.line(setName)): \(sentence)\(shown)"
    }

    func write(to writer: inout JSONWriter) {
        writer.member("reason", reason)
        writer.member("kind", kind)
        writer.member("set", set)
        writer.member("text", text)
    }
}
