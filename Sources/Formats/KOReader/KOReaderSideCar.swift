import JSON

/// A side-car file: the settings of one book, the notes on it among them.
struct KOReaderSideCar {
    /// How many bookmarks of one second are looked at for a highlight.
    private static let sameTimeMax = 16

    private let reader: LuaReader
    /// Where the value of each setting begins.
    private let places: [String: (index: Int, line: Int)]
    private let work: ExchangeWork

    /// Reads the whole file once, and keeps what it says of the book.
    init(_ octets: [UInt8]) throws(FormatError) {
        var reader = LuaReader(octets)
        try reader.skipReturn()
        var places: [String: (index: Int, line: Int)] = [:]
        try reader.table(depth: 0) { (reader, key) throws(FormatError) in
            if case .name(let name) = key { places[name] = (reader.index, reader.line) }
            try reader.skipValue(depth: 1)
        }
        try reader.finish()
        guard
            places["annotations"] ?? places["bookmarks"] ?? places["highlight"] ?? places[
                "doc_props"]
                ?? places["doc_path"] ?? places["stats"] != nil
        else { throw FormatError("the table holds no settings of a book") }
        func setting(_ name: String) throws(FormatError) -> LuaValue? {
            guard let place = places[name] else { return nil }
            (reader.index, reader.line) = place
            return try reader.value(depth: 1)
        }
        let props = try setting("doc_props")
        let stats = try setting("stats")
        let path = try setting("doc_path")?.text?.split(separator: "/").last
        work = ExchangeWork(
            title: props?["title"]?.text ?? stats?["title"]?.text ?? path.map(String.init) ?? "",
            author: KOReaderReader.authors(props?["authors"]?.text)
                ?? KOReaderReader.authors(stats?["authors"]?.text))
        self.reader = reader
        self.places = places
    }

    /// Hands over the notes: since 2024 they are “annotations”, before that “highlight” and
    /// “bookmarks”.
    func read(_ take: (ExchangeItem) throws -> Void) throws {
        if places["annotations"] != nil {
            try each("annotations") { try take(item($0)) }
        } else {
            try readOld(take)
        }
    }

    /// Reads the entries of a setting one by one.
    private func each(
        _ name: String, _ body: (LuaValue) throws -> Void
    ) throws {
        guard let place = places[name] else { return }
        var reader = reader
        (reader.index, reader.line) = place
        try reader.skipSpace()
        guard reader.current == UInt8(ascii: "{") else { return }
        var failure: (any Error)?
        try reader.table(depth: 1) { (reader, _) throws(FormatError) in
            let value = try reader.value(depth: 2)
            reader.release()
            guard failure == nil else { return }
            do { try body(value) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// What of a bookmark is kept until its highlight comes up.
    private struct Bookmark {
        let number: Int
        let place: String?
        let passage: String?
        let comment: String?
    }

    /// Older files say a highlight twice, with and without the comment; the time joins both. In a
    /// bookmark `notes` is what was highlighted, and `text` the comment or a heading that the
    /// program made.
    private func readOld(_ take: (ExchangeItem) throws -> Void) throws {
        var bookmarks: [String: [Bookmark]] = [:]
        var number = 0
        try each("bookmarks") { value in
            number += 1
            let bookmark = Bookmark(
                number: number, place: Self.text(value["pos0"]), passage: value["notes"]?.text,
                comment: Self.comment(value))
            bookmarks[value["datetime"]?.text ?? "", default: []].append(bookmark)
        }
        var taken: Set<Int> = []
        try each("highlight") { page in
            guard case .table(_, let entries) = page else { return }
            for (_, highlight) in entries {
                let place = Self.text(highlight["pos0"])
                let passage = highlight["text"]?.text
                let time = highlight["datetime"]?.text ?? ""
                let bookmark = bookmarks[time]?.prefix(Self.sameTimeMax).first {
                    !taken.contains($0.number) && ($0.place == place || $0.passage == passage)
                }
                if let bookmark { taken.insert(bookmark.number) }
                try take(item(highlight, passage: passage, comment: bookmark?.comment))
            }
        }
        number = 0
        try each("bookmarks") { value in
            number += 1
            if taken.contains(number) { return }
            guard case .bool(true) = value["highlighted"] else {
                return try take(.skipped("bookmarks"))
            }
            let passage = value["notes"]?.text
            try take(item(value, passage: passage, comment: Self.comment(value)))
        }
    }

    private static func comment(_ bookmark: LuaValue) -> String? {
        guard let text = bookmark["text"]?.text else { return nil }
        let time = bookmark["datetime"]?.text
        let isMade = time.map {
            Array(text.utf8.suffix($0.utf8.count + 2)) == Array("@ \($0)".utf8)
        }
        return isMade == true || text == bookmark["notes"]?.text ? nil : text
    }

    private func item(_ value: LuaValue) -> ExchangeItem {
        // A bookmark of a page has no way of being drawn.
        let isBookmark = value["drawer"] == nil && value["pos0"] == nil
        if isBookmark, value["note"]?.text == nil, case .table = value {
            return .skipped("bookmarks")
        }
        return item(
            value, passage: isBookmark ? nil : value["text"]?.text, comment: value["note"]?.text)
    }

    private func item(_ value: LuaValue, passage: String?, comment: String?) -> ExchangeItem {
        guard case .table(let line, let entries) = value else {
            return .bad(line: reader.line, why: "it is no table")
        }
        guard passage != nil || comment != nil else {
            return .bad(line: line, why: "it has no text")
        }
        let time = value["datetime"]?.text
        let key = TextParts.key([
            work.title, work.author, Self.text(value["pos0"]) ?? value["page"]?.text,
            Self.text(value["pos1"]), time,
        ])
        var note = ExchangeNote(key: key, work: work)
        let page = value["pageref"]?.text ?? value["pageno"]?.text
        note.quote = passage.map {
            ExchangeQuote(
                exact: $0,
                place: KOReaderReader.place(chapter: value["chapter"]?.text, page: page))
        }
        note.text = comment ?? ""
        note.colour = ColourName.nearest(value["color"]?.text)
        note.created = KOReaderReader.time(time)
        note.modified = KOReaderReader.time(value["datetime_updated"]?.text)
        note.origin = ExchangeFormat.koreader.rawValue
        note.line = line
        let rest = entries.filter { entry in
            guard case .name(let name) = entry.key else { return true }
            switch name {
            case "text", "note", "notes", "highlighted": return false
            case "datetime": return note.created == nil
            case "datetime_updated": return note.modified == nil
            case "color": return entry.value.text != note.colour
            default: return true
            }
        }
        note.rest = rest.isEmpty ? nil : .object(LuaValue.members(rest))
        return .note(note)
    }

    /// A place: a path into the book as text, or the coordinates on a page.
    private static func text(_ value: LuaValue?) -> String? {
        guard let value else { return nil }
        if let text = value.text { return text }
        var writer = JSONWriter()
        writer.value(value.json)
        return writer.text
    }
}
