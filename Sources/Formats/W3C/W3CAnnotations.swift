import CivilTime
import JSON

/// The annotations that the notes of a sheet are.
struct W3CAnnotations {
    private let offsets: TextOffsets?
    /// The names that notes had before, by key.
    private var names: [[UInt8]: String] = [:]

    /// Takes the sheet.
    init(_ sheet: ExchangeSheet) {
        let hasOther = sheet.notes.contains { $0.quote?.position?.unit == .utf16 }
        offsets = hasOther ? sheet.text.map(TextOffsets.init) : nil
        for note in sheet.notes where note.origin == ExchangeFormat.w3c.rawValue {
            names[Array(note.key.utf8)] = note.rest?["id"]?.asList.first?.string
        }
    }

    /// The annotation of a note.
    func annotation(_ note: ExchangeNote) -> JSONValue {
        var note = note
        note.quote = inCodePoints(note.quote)
        if note.origin == ExchangeFormat.w3c.rawValue, let rest = note.rest,
            let base = try? W3CNote.note(rest)
        {
            return W3CPatch(rest: rest, base: base, note: note).annotation
        }
        return fresh(note)
    }

    private func inCodePoints(_ quote: ExchangeQuote?) -> ExchangeQuote? {
        guard var quote, let position = quote.position, position.unit != .codePoint else {
            return quote
        }
        quote.position = offsets?.position(position, in: .codePoint)
        return quote
    }

    private func fresh(_ note: ExchangeNote) -> JSONValue {
        var bodies =
            note.text.utf8.isEmpty ? [] : [Self.body(note.text, isAnswer: note.parent != nil)]
        bodies += note.tags.map(Self.body(tag:))
        return .members([
            ("@context", .string(W3CRules.context)),
            ("id", .string(IRI.ofNote(note.key))),
            ("type", .string("Annotation")),
            ("motivation", .string(motivation(note))),
            ("creator", note.creator.map(Self.agent)),
            ("created", note.created.map(Self.date)),
            ("modified", note.modified.map(Self.date)),
            ("body", bodies.isEmpty ? nil : .array(bodies)),
            ("target", target(note)),
            ("stylesheet", note.colour.map(W3CStyle.sheet)),
            (W3CNote.status, note.isClosed ? .string("closed") : nil),
            (W3CNote.set, note.set.map(Self.set)),
        ])
    }

    private func motivation(_ note: ExchangeNote) -> String {
        if note.parent != nil { return "replying" }
        if !note.text.utf8.isEmpty { return "commenting" }
        return note.tags.isEmpty ? "highlighting" : "tagging"
    }

    private func target(_ note: ExchangeNote) -> JSONValue {
        let work = IRI.ofWork(note.work)
        let id =
            note.work.url == nil ? nil : note.work.id.map { JSONValue.string(IRI.ofWork(id: $0)) }
        let titles: [(String, JSONValue?)] = [
            ("canonical", id),
            ("dc:title", note.work.title.utf8.isEmpty ? nil : .string(note.work.title)),
            ("dc:creator", note.work.author.map(JSONValue.string)),
        ]
        let selectors = note.quote.map(Self.selectors)
        let parent = note.parent.map { names[Array($0.utf8)] ?? IRI.ofNote($0) }
        if parent == nil, selectors == nil, note.colour == nil {
            return .members([("id", .string(work))] + titles)
        }
        return .members(
            [
                ("type", .string("SpecificResource")),
                ("source", .string(parent ?? work)),
                ("scope", parent == nil ? nil : .string(work)),
            ] + titles + [
                ("label", note.quote?.place.map(JSONValue.string)),
                ("styleClass", note.colour.map(JSONValue.string)),
                ("selector", selectors.map(JSONValue.array)),
            ])
    }

    /// The words of a passage, and where they are.
    static func selectors(_ quote: ExchangeQuote) -> [JSONValue] {
        let words = JSONValue.members([
            ("type", .string("TextQuoteSelector")),
            ("exact", .string(quote.exact)),
            ("prefix", quote.prefix.utf8.isEmpty ? nil : .string(quote.prefix)),
            ("suffix", quote.suffix.utf8.isEmpty ? nil : .string(quote.suffix)),
        ])
        return [words] + [quote.position].compactMap(\.self).map(selector)
    }

    /// A position in code points.
    static func selector(_ position: ExchangeQuote.Position) -> JSONValue {
        .members([
            ("type", .string("TextPositionSelector")),
            ("start", .int(Int64(position.start))),
            ("end", .int(Int64(position.end))),
        ])
    }

    static func body(_ text: String, isAnswer: Bool) -> JSONValue {
        .members([
            ("type", .string("TextualBody")),
            ("value", .string(text)),
            ("format", .string("text/markdown")),
            ("purpose", .string(isAnswer ? "replying" : "commenting")),
        ])
    }

    static func body(tag: String) -> JSONValue {
        .members([
            ("type", .string("TextualBody")), ("value", .string(tag)),
            ("purpose", .string("tagging")),
        ])
    }

    /// A person, by IRI or by name.
    static func agent(_ creator: String) -> JSONValue {
        if IRI.isAbsolute(creator) { return .string(creator) }
        return .members([("type", .string("Person")), ("name", .string(creator))])
    }

    static func date(_ milliseconds: Int64) -> JSONValue {
        let isWhole = milliseconds % 1000 == 0
        return .string(UTCTime.text(milliseconds, isWhole ? .seconds : .milliseconds))
    }

    static func set(_ name: String) -> JSONValue {
        .members([("type", .string("schema:Collection")), (W3CNote.setName, .string(name))])
    }
}
