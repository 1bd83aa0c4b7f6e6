import AnnotationModel
import CommandLine
import Query
import Replication
import Storage
import SyncEngine
import WireFormat

/// What follows the making of an annotation: colour and tags, the log for undo, and what is said.
enum NoteMaking {
    static func finish(
        _ made: PlacedOp, colour: String?, tags: [String], command: String, verb: String,
        _ author: Author, _ workspace: Workspace
    ) throws -> Reply {
        guard let entity = made.entity else { throw CommandFailure(.failed, "nothing was made") }
        var ops = [made]
        if let colour, !colour.isEmpty {
            ops += try [author.set(.colour, of: entity, to: .name(colour))].compactMap { $0 }
        }
        for tag in tags { ops += try [author.tag(entity, Tags.checked(tag))].compactMap { $0 } }
        let id = AnnotationID(entity.octets)
        try workspace.remember(id)
        let (view, text) = try describe(entity, verb: verb, workspace)
        try workspace.log("\(command) \(try workspace.short(id))", ops, in: view.set)
        return Reply(text: text) { view.write(to: &$0) }
    }

    /// An annotation and the lines that tell a person what it is.
    static func describe(
        _ entity: EntityID, verb: String, _ workspace: Workspace
    ) throws -> (AnnotationView, String) {
        guard let row = try workspace.transaction.entity(entity) else {
            throw CommandFailure(.failed, "nothing is there")
        }
        var articles = ArticleCache()
        let view = try AnnotationView(row, workspace, &articles)
        if let article = view.article { try workspace.remember(article) }
        var line = "\(verb) \(try workspace.short(view.id))"
        if let quote = view.anchor?.exact {
            line += "  “\(TextWidth.truncate(OneLine.text(quote), 60))”"
        }
        line += Tags.shown(view.tags)
        if !view.text.isEmpty {
            let lines = TerminalSafe.text(view.text).split(
                separator: "\n", omittingEmptySubsequences: false)
            line += "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
        }
        return (view, line + "\n")
    }
}

/// Tags as people type and read them.
enum Tags {
    static func checked(_ tag: String) throws -> String {
        let name = tag.hasPrefix("#") ? String(tag.dropFirst()) : tag
        guard !name.isEmpty, !name.unicodeScalars.contains(where: { $0.properties.isWhitespace })
        else {
            throw CommandFailure(
                .usage, code: "usage", "“\(tag)” is no tag: a tag is one word",
                hints: ["the tags of this store: postil tags"])
        }
        return name
    }

    /// The tags of the store with the number of living annotations that bear them, the most used
    /// first; with a limit, of so many annotations, the newest that bear any.
    static func counted(
        _ workspace: Workspace, newest limit: Int? = nil
    ) throws -> [(tag: String, count: Int)] {
        var counts: [[UInt8]: Int] = [:]
        var left = limit ?? .max
        try workspace.transaction.search(EntitySearch(narrowing: .mark(.part(.tag)))) { row in
            let tags = Registers(row.state).tags
            for tag in tags { counts[Array(tag.utf8), default: 0] += 1 }
            if !tags.isEmpty { left -= 1 }
            return left > 0
        }
        let order = counts.sorted {
            $0.value == $1.value
                ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
        }
        return order.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }
    }

    static func shown(_ tags: [String]) -> String {
        tags.isEmpty ? "" : "   " + tags.map { "#" + TerminalSafe.line($0) }.joined(separator: " ")
    }
}

/// Colours as people type them.
enum Colours {
    /// What takes a colour off.
    static let none = "none"

    /// A colour's name; empty for none.
    static func parse(_ word: String) throws -> String {
        if word.lowercased().utf8.elementsEqual(none.utf8) { return "" }
        guard let colour = Colour(rawValue: word.lowercased()) else {
            let all = Colour.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .usage, code: "usage", "“\(word)” is no colour",
                hints: ["the colours are \(all); \(none) takes one off"])
        }
        return colour.rawValue
    }

    /// Whether to take the colour off changes nothing, because nobody chose one.
    static func isNone(_ colour: String, already row: EntityRow) -> Bool {
        let shown = Registers(row.state)
        return colour.isEmpty && shown.colour == nil && !shown.conflicts.contains(.colour)
    }
}
