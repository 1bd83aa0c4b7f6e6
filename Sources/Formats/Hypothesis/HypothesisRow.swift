import CivilTime
import JSON

/// What a row of Hypothesis is as a note; a member that is `null` counts as missing.
enum HypothesisRow {
    /// The group that is none: what lies in it is public.
    static let world = "__world__"
    /// The member for what Hypothesis has no words for.
    static let own = "postil"
    /// Where people are at home who have no account, for a name of the form that accounts have.
    static let host = "postil.invalid"

    /// The note.
    /// - Throws: `HypothesisFault` if it is no row.
    static func note(_ row: JSONValue) throws(HypothesisFault) -> ExchangeNote {
        guard row.object != nil else { throw HypothesisFault("a row must be an object") }
        let target = try list(row, "target").first
        if let target, target.object == nil { throw HypothesisFault("its target is no object") }
        let source = try target.map { target throws(HypothesisFault) in try text(target, "source") }
        guard let uri = try text(row, "uri") ?? source ?? nil, !uri.utf8.isEmpty else {
            throw HypothesisFault("it does not say what it is on: it has no uri")
        }
        let id = try text(row, "id")
        var note = ExchangeNote(key: id ?? "", work: work(uri, row))
        note.parent = try texts(row, "references").last
        note.quote = try target.flatMap { target throws(HypothesisFault) in
            try HypothesisSelectors.quote(try list(target, "selector"))
        }
        if note.quote != nil, let place = row[own]?["place"]?.string { note.quote?.place = place }
        note.text = try text(row, "text") ?? ""
        note.tags = PlainTags.tags(try texts(row, "tags"))
        note.colour = row[own]?["colour"]?.string.flatMap {
            W3CStyle.colours.contains($0) ? $0 : nil
        }
        note.isClosed = row[own]?["closed"]?.bool ?? false
        note.creator = try creator(row)
        note.created = try date(row, "created")
        note.modified = try date(row, "updated")
        if note.modified == note.created { note.modified = nil }
        note.set = try text(row, "group").flatMap { $0 == world ? nil : $0 }
        note.rest = row
        note.origin = ExchangeFormat.hypothesis.rawValue
        if id == nil {
            note.key = ContentKey.text([
                uri, note.quote?.exact ?? "", note.text, note.created.map { String($0) } ?? "",
            ])
        }
        return note
    }

    private static func work(_ uri: String, _ row: JSONValue) -> ExchangeWork {
        var work = IRI.work(uri)
        work.title = row["document"]?["title"]?.asList.first?.string ?? ""
        work.author = row[own]?["author"]?.string
        if let id = row[own]?["article"]?.string { work.id = id }
        return work
    }

    private static func creator(_ row: JSONValue) throws(HypothesisFault) -> String? {
        guard let user = try text(row, "user") else { return nil }
        guard user.utf8.reversed().starts(with: ("@" + host).utf8.reversed()) else { return user }
        return row["user_info"]?["display_name"]?.string
    }

    private static func date(
        _ row: JSONValue, _ name: String
    ) throws(HypothesisFault) -> Int64? {
        guard let text = try text(row, name) else { return nil }
        guard let date = UTCTime.milliseconds(text) else {
            throw HypothesisFault("its \(name) is no date")
        }
        return date
    }

    private static func text(
        _ value: JSONValue, _ name: String
    ) throws(HypothesisFault) -> String? {
        guard let member = value.present(name) else { return nil }
        guard let text = member.string else { throw HypothesisFault("its \(name) is no string") }
        return text
    }

    private static func list(
        _ value: JSONValue, _ name: String
    ) throws(HypothesisFault) -> [JSONValue] {
        guard let member = value.present(name) else { return [] }
        guard let list = member.array else { throw HypothesisFault("its \(name) is no list") }
        return list
    }

    private static func texts(
        _ value: JSONValue, _ name: String
    ) throws(HypothesisFault) -> [String] {
        let list = try list(value, name)
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else {
            throw HypothesisFault("its \(name) is no list of strings")
        }
        return texts
    }
}
