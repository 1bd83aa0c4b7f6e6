import CivilTime
import JSON

/// The rows that the notes of a sheet are.
struct HypothesisRows {
    /// How many of the notes above an answer it names at most, the nearest.
    private static let ancestorsMax = 256

    private let offsets: TextOffsets?
    /// What each note answers, by key.
    private var parents: [[UInt8]: String] = [:]
    /// The ids that notes had before, by key.
    private var names: [[UInt8]: String] = [:]

    /// Takes the sheet.
    init(_ sheet: ExchangeSheet) {
        let hasOther = sheet.notes.contains { $0.quote?.position?.unit == .codePoint }
        offsets = hasOther ? sheet.text.map(TextOffsets.init) : nil
        for note in sheet.notes {
            parents[Array(note.key.utf8)] = note.parent
            if note.origin == ExchangeFormat.hypothesis.rawValue {
                names[Array(note.key.utf8)] = note.rest?["id"]?.string
            }
        }
    }

    /// The row of a note.
    func row(_ note: ExchangeNote) -> JSONValue {
        var note = note
        if let position = note.quote?.position {
            note.quote?.position =
                position.unit == .utf16 ? position : offsets?.position(position, in: .utf16)
        }
        if note.origin == ExchangeFormat.hypothesis.rawValue, let rest = note.rest,
            let base = try? HypothesisRow.note(rest)
        {
            return patched(rest, base, note)
        }
        return fresh(note)
    }

    private func fresh(_ note: ExchangeNote) -> JSONValue {
        let uri = Self.uri(note.work)
        let target = JSONValue.members([
            ("source", .string(uri)),
            ("selector", note.quote.map { .array(HypothesisSelectors.selectors($0)) }),
        ])
        return .members([
            ("id", .string(note.key)),
            ("created", note.created.map(Self.date)),
            ("updated", (note.modified ?? note.created).map(Self.date)),
            ("user", .string(Self.user(note.creator))),
            ("user_info", Self.userInfo(note.creator)),
            ("uri", .string(uri)),
            ("text", .string(note.text)),
            ("tags", .array(note.tags.map(JSONValue.string))),
            ("group", .string(note.set ?? HypothesisRow.world)),
            ("references", note.parent.map(references)),
            ("target", .array([target])),
            ("document", Self.document(note.work.title)),
            (HypothesisRow.own, Self.own(note, note.work)),
        ])
    }

    /// The row that was read, changed where its note says something else by now; who made it when,
    /// and where it lies there, is as it was.
    private func patched(
        _ rest: JSONValue, _ base: ExchangeNote, _ note: ExchangeNote
    ) -> JSONValue {
        var row = rest
        if !note.text.utf8.elementsEqual(base.text.utf8) {
            row = row.setting("text", .string(note.text))
        }
        if !PlainTags.same(note.tags, base.tags) {
            row = row.setting("tags", .array(note.tags.map(JSONValue.string)))
        }
        let isElsewhere = QuoteChange.isOther(note.quote, than: base.quote)
        if isElsewhere { row = withQuote(row, note.quote) }
        if note.colour != base.colour || note.isClosed != base.isClosed || isElsewhere {
            row = row.setting(HypothesisRow.own, Self.own(note, base.work))
        }
        if row != rest, let modified = note.modified, modified != base.modified {
            row = row.setting("updated", Self.date(modified))
        }
        return row.present("id") == nil ? row.setting("id", .string(note.key)) : row
    }

    private func withQuote(_ row: JSONValue, _ quote: ExchangeQuote?) -> JSONValue {
        var targets = row["target"]?.array ?? []
        var target = targets.first ?? .members([("source", row["uri"])])
        let old = target["selector"]?.array ?? []
        target = target.setting(
            "selector", quote.map { .array(HypothesisSelectors.selectors($0, replacing: old)) })
        targets = [target] + targets.dropFirst()
        return row.setting("target", .array(targets))
    }

    /// The notes above an answer, the one that it answers last.
    private func references(_ parent: String) -> JSONValue {
        var above = [parent]
        while above.count < Self.ancestorsMax, let last = above.last,
            let next = parents[Array(last.utf8)], !above.contains(next)
        {
            above.append(next)
        }
        return .array(above.reversed().map { .string(names[Array($0.utf8)] ?? $0) })
    }

    private static func uri(_ work: ExchangeWork) -> String {
        guard let url = work.url, !IRI.isOurs(url), !url.utf8.isEmpty else {
            return IRI.ofWork(work)
        }
        return url
    }

    private static func document(_ title: String) -> JSONValue? {
        title.utf8.isEmpty ? nil : .members([("title", .array([.string(title)]))])
    }

    private static func own(_ note: ExchangeNote, _ work: ExchangeWork) -> JSONValue? {
        let own = JSONValue.members([
            ("article", work.id.map(JSONValue.string)),
            ("author", work.author.map(JSONValue.string)),
            ("colour", note.colour.map(JSONValue.string)),
            ("closed", note.isClosed ? .bool(true) : nil),
            ("place", note.quote?.place.map(JSONValue.string)),
        ])
        return own.object?.isEmpty == true ? nil : own
    }

    private static func isAccount(_ creator: String) -> Bool {
        creator.utf8.starts(with: "acct:".utf8)
            && !creator.utf8.reversed().starts(with: ("@" + HypothesisRow.host).utf8.reversed())
    }

    private static func user(_ creator: String?) -> String {
        guard let creator else { return "acct:unknown@" + HypothesisRow.host }
        return isAccount(creator)
            ? creator : "acct:\(IRI.escaped(creator))@\(HypothesisRow.host)"
    }

    private static func userInfo(_ creator: String?) -> JSONValue? {
        guard let creator, !isAccount(creator) else { return nil }
        return .members([("display_name", .string(creator))])
    }

    private static func date(_ milliseconds: Int64) -> JSONValue {
        .string(UTCTime.text(milliseconds, .milliseconds).dropLast() + "+00:00")
    }
}
