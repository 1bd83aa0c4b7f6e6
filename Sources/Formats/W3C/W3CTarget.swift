import JSON

/// A target of an annotation, by what it means for a note.
struct W3CTarget {
    /// The resource, a choice or set taken apart.
    let value: JSONValue
    /// The IRI of what it is on.
    let iri: String

    /// The target that counts for a note: the first with a quote, or else the first.
    static func main(of annotation: JSONValue) -> W3CTarget? {
        let all = all(of: annotation)
        return all.first { $0.quote != nil } ?? all.first
    }

    private static func all(of annotation: JSONValue) -> [W3CTarget] {
        var rest: [JSONValue] = (annotation["target"]?.asList ?? []).reversed()
        var targets: [W3CTarget] = []
        while let next = rest.popLast() {
            if let items = next["items"]?.array {
                rest += items.reversed()
            } else if let iri = iri(of: next) {
                targets.append(W3CTarget(value: next, iri: iri))
            }
        }
        return targets
    }

    private static func iri(of resource: JSONValue) -> String? {
        let source = resource.present("source") ?? resource
        return source.string ?? source["id"]?.asList.first?.string
    }

    /// The work, with the title that the target or its source gives it; for the target of an
    /// answer, which is another annotation, its scope is the work.
    func work(ofAnswer isAnswer: Bool) -> ExchangeWork {
        var work = IRI.work(isAnswer ? scope ?? iri : iri)
        let places = [value["source"], value].compactMap(\.self)
        work.title =
            Self.first(["dc:title", "dcterms:title", "schema:name", "title"], places) ?? ""
        work.author = Self.first(["dc:creator", "dcterms:creator", "schema:author"], places)
        if let canonical = value["canonical"]?.string, let id = IRI.work(canonical).id {
            work.id = id
        }
        return work
    }

    /// The resource in whose context the target is meant; nil if none is named.
    var scope: String? { value.strings("scope").first }

    /// The passage; nil if no quote is to be found in the selectors.
    var quote: ExchangeQuote? {
        let selectors = value.present("selector")?.asList ?? []
        guard let quoting = Self.quoting(selectors + (value.present("state")?.asList ?? [])),
            let exact = quoting["exact"]?.string
        else { return nil }
        // A position that refines another selector counts from where that begins.
        let position = selectors.first { $0.strings("type").contains("TextPositionSelector") }
        return ExchangeQuote(
            exact: exact, prefix: quoting["prefix"]?.string ?? "",
            suffix: quoting["suffix"]?.string ?? "", position: position.flatMap(Self.position),
            place: value["label"]?.string)
    }

    /// One of the six colours, if a style class is named so.
    var colour: String? { value.strings("styleClass").first(where: W3CStyle.colours.contains) }

    /// The first selector of words, those that others are refined by coming behind all others.
    private static func quoting(_ selectors: [JSONValue]) -> JSONValue? {
        var level = selectors
        while !level.isEmpty {
            let found = level.first {
                $0.strings("type").contains("TextQuoteSelector") && $0["exact"]?.string != nil
            }
            if let found { return found }
            level = level.flatMap { selector in
                ["refinedBy", "startSelector"].flatMap { selector[$0]?.asList ?? [] }
            }
        }
        return nil
    }

    private static func position(_ selector: JSONValue) -> ExchangeQuote.Position? {
        guard let start = selector["start"]?.int, let end = selector["end"]?.int,
            let first = Int(exactly: start), let last = Int(exactly: end), 0 <= first, first <= last
        else { return nil }
        return ExchangeQuote.Position(start: first, end: last, unit: .codePoint)
    }

    private static func first(_ names: [String], _ places: [JSONValue]) -> String? {
        for place in places {
            for name in names {
                if let text = place[name]?.asList.first?.string, !text.utf8.isEmpty { return text }
            }
        }
        return nil
    }
}
