import AnnotationModel
import CommandLine

/// A setting that the program knows.
struct ConfigKey: Sendable {
    /// Section and key in lower case.
    let name: String
    /// What it decides, in one line.
    let says: String
    /// The flag that beats it, without dashes.
    var flag: String?
    /// The variable that beats the files.
    var variable: String?
    /// Variables of all programs, which the files beat; the first that is set counts.
    var general: [String] = []
    /// What is wrong with a value; nil if nothing.
    var complaint: @Sendable (String) -> String? = { $0.isEmpty ? "it is empty" : nil }

    /// The key so named; nil if there is none.
    static func named(_ name: String) -> ConfigKey? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// What a value of a name lacks; nil for one that may stand, and for unknown names.
    static func complaint(_ name: String, _ value: String) -> String? {
        if name.hasPrefix(alias) { return Aliases.complaint(of: value) }
        return named(name)?.complaint(value)
    }

    /// What stands before the name of an alias.
    static let alias = "alias."

    static let userName = ConfigKey(
        name: "user.name", says: "What you are called where no account says it",
        complaint: { isName($0) })
    static let readWidth = ConfigKey(
        name: "read.width", says: "Columns of the text in read", flag: "width",
        complaint: { text in
            let isFit = Int(text).map(ReadCommand.widths.contains) ?? false
            return isFit ? nil : "it takes a number from 20 to 1000"
        })
    static let readNotes = ConfigKey(
        name: "read.notes", says: "Where notes stand in read: auto, below or margin",
        flag: "notes",
        complaint: { text in
            ReadCommand.NotePlace(rawValue: text) == nil ? "it takes auto, below or margin" : nil
        })
    static let readPager = ConfigKey(
        name: "read.pager", says: "The pager of long texts; empty for none",
        variable: "POSTIL_PAGER",
        general: ["PAGER"], complaint: { _ in nil })
    static let editor = ConfigKey(
        name: "core.editor", says: "The editor", variable: "POSTIL_EDITOR",
        general: ["VISUAL", "EDITOR"])
    static let store = ConfigKey(
        name: "core.store", says: "The store's folder", flag: "store", variable: "POSTIL_STORE")
    static let set = ConfigKey(
        name: "core.set", says: "The set that add and import bring articles into", flag: "set")
    static let tag = ConfigKey(
        name: "core.tag", says: "Tags that mark, note and annotate put on", flag: "tag",
        complaint: { isName($0.unicodeScalars.split(separator: " ").isEmpty ? "" : $0) })
    static let server = ConfigKey(
        name: "sync.server", says: "The server that login joins", variable: "POSTIL_SERVER")
    static let colour = ConfigKey(
        name: "color.ui", says: "When to colour: auto, always or never", flag: "color",
        complaint: { ColourRule(rawValue: $0) == nil ? "it takes auto, always or never" : nil })

    static let all = [
        userName, readWidth, readNotes, readPager, editor, store, set, tag, server, colour,
    ]

    /// What a project may decide for those who stand in its folder.
    static let ofProjects = [set, tag, store]

    private static func isName(_ text: String) -> String? {
        if text.isEmpty { return "it is empty" }
        return text.utf8.count > 256 ? "it is longer than 256 octets of UTF-8" : nil
    }
}
