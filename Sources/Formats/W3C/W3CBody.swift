import JSON

/// A body of an annotation, by what it means for a note.
struct W3CBody {
    /// What it is for a note.
    enum Kind {
        /// A comment, Markdown.
        case text(String)
        /// A tag.
        case tag(String)
        /// A choice or a set whose item at this place is a comment.
        case set(item: Int, String)
        /// Nothing: a resource elsewhere.
        case other
    }

    let value: JSONValue
    let kind: Kind

    /// The bodies of an annotation, `bodyValue` not among them.
    static func all(of annotation: JSONValue) -> [W3CBody] {
        let motivations = annotation.strings("motivation")
        return annotation["body"]?.asList.map { W3CBody($0, motivations) } ?? []
    }

    /// Understands a body; without a purpose of its own it has those of its annotation.
    init(_ value: JSONValue, _ motivations: [String]) {
        self.value = value
        if let items = value["items"]?.array {
            for (index, item) in items.enumerated() {
                if case .text(let text) = Self.single(item, motivations) {
                    kind = .set(item: index, text)
                    return
                }
            }
        }
        kind = Self.single(value, motivations)
    }

    private static func single(_ value: JSONValue, _ motivations: [String]) -> Kind {
        guard value.present("source") == nil, let text = value["value"]?.string else {
            return .other
        }
        let purposes = value.strings("purpose")
        if (purposes.isEmpty ? motivations : purposes).contains("tagging") {
            return PlainTags.plain(text).map(Kind.tag) ?? .other
        }
        if !purposes.isEmpty, purposes.allSatisfy({ $0 == "highlighting" }) { return .other }
        let format = value.strings("format").first?.lowercased().prefix { $0 != ";" }
        let isHTML = format == "text/html" || format == "application/xhtml+xml"
        return .text(isHTML ? HTMLText.markdown(text) : text)
    }

    /// The comment that it holds; nil if it holds none.
    var text: String? {
        switch kind {
        case .text(let text), .set(_, let text): text
        case .tag, .other: nil
        }
    }

    /// The tag that it is; nil if it is none.
    var tag: String? {
        if case .tag(let tag) = kind { tag } else { nil }
    }
}
