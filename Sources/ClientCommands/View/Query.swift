import AnnotationModel
import CommandLine
import TextAnchoring
import WireFormat

/// What `list` and `docs` are asked for: words, and `field:value` pairs that must all hold.
package struct Query {
    private enum Term {
        case word(String)
        case field(String, String)
    }

    private let terms: [Term]

    /// Takes the words as typed; a `field:` that is unknown is a word.
    ///
    /// - Throws: `usage` for a value of `is:`, `has:` or `color:` that does not exist.
    package init(_ text: String) throws {
        terms = try text.split(separator: " ").map { part in
            let word = String(part)
            guard let mark = word.firstIndex(of: ":") else { return .word(word.lowercased()) }
            let name = word[..<mark].lowercased()
            let value = String(word[word.index(after: mark)...])
            guard Self.fields.contains(name), !value.isEmpty else {
                return .word(word.lowercased())
            }
            try Self.check(name, value)
            return .field(name, value)
        }
    }

    /// What may stand before a colon.
    static let fieldNames = [
        "tag", "user", "set", "doc", "color", "is", "has", "quote", "note", "url",
    ]

    private static let fields = Set(fieldNames + ["colour"])

    private static let states = [
        "open", "closed", "reply", "page", "unsynced", "conflict", "orphan",
    ]
    private static let parts = ["note", "tag", "reply"]

    /// The values that a field can have; nil if it can have any.
    static func values(of field: String) -> [String]? {
        switch field {
        case "is": states
        case "has": parts
        case "color", "colour": Colour.allCases.map(\.rawValue)
        default: nil
        }
    }

    /// A value that nothing can have is a slip, and an empty list would hide it.
    private static func check(_ name: String, _ value: String) throws {
        guard let known = values(of: name), !known.contains(value) else { return }
        throw CommandFailure(
            .usage, code: "usage", "“\(name):\(value)” is nothing to ask for",
            hints: ["\(name): takes \(known.joined(separator: ", "))   ·   postil help query"])
    }

    /// Whether nothing was asked for.
    var isEmpty: Bool { terms.isEmpty }

    func matches(_ view: AnnotationView) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .word(let word):
                let texts = [view.text, view.anchor?.exact ?? "", view.creator] + view.tags
                return texts.contains { $0.lowercased().contains(word) }
            case .field(let name, let value): return matches(view, name, value)
            }
        }
    }

    private func matches(_ view: AnnotationView, _ name: String, _ value: String) -> Bool {
        switch name {
        case "tag": view.tags.contains { $0.utf8.elementsEqual(value.utf8) }
        case "user": view.creator.utf8.elementsEqual(value.utf8)
        case "set": view.setName.utf8.elementsEqual(value.utf8)
        case "doc": view.article?.text.hasPrefix(value) == true
        case "color", "colour": view.colour == value
        case "quote": view.anchor?.exact.lowercased().contains(value.lowercased()) == true
        case "note": view.text.lowercased().contains(value.lowercased())
        case "url": view.source?.contains(value) == true
        case "has": hasPart(view, value)
        default: isInState(view, value)
        }
    }

    private func hasPart(_ view: AnnotationView, _ value: String) -> Bool {
        switch value {
        case "note": !view.text.isEmpty
        case "tag": !view.tags.isEmpty
        case "reply": view.replies > 0
        default: false
        }
    }

    private func isInState(_ view: AnnotationView, _ value: String) -> Bool {
        switch value {
        case "open": !view.isClosed
        case "closed": view.isClosed
        case "reply": view.parent != nil
        case "unsynced": view.isUnsynced
        case "conflict": !view.conflicts.isEmpty
        case "orphan": view.outcome?.state == .orphan
        case "page": view.anchor == nil && view.parent == nil
        default: false
        }
    }

    func matches(_ article: ArticleView, set: String) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .word(let word):
                return article.title.lowercased().contains(word)
                    || article.url?.lowercased().contains(word) == true
                    || article.id.text.hasPrefix(word)
            case .field("set", let value): return set.utf8.elementsEqual(value.utf8)
            case .field("url", let value): return article.url?.contains(value) == true
            case .field("doc", let value): return article.id.text.hasPrefix(value)
            case .field: return false
            }
        }
    }
}
