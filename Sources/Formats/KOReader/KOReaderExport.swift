import JSON

/// What KOReader exports as JSON: a book with “entries”, or several under “documents”.
enum KOReaderExport {
    static func read(_ octets: [UInt8], _ take: (ExchangeItem) throws -> Void) throws {
        let root: JSONValue
        do throws(JSONError) {
            let isMarked = octets.starts(with: [0xEF, 0xBB, 0xBF])
            let text = isMarked ? Array(octets.dropFirst(3)) : octets
            root = try JSONReader.parse(
                text, limits: JSONLimits(depthMax: 64, bytesMax: text.count))
        } catch {
            let line = error.offset.map { offset in
                1 + octets.prefix(offset).reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
            }
            throw FormatError(line: line, "it is no JSON: \(error.message)")
        }
        let books = root["documents"]?.array ?? root.array ?? [root]
        guard books.contains(where: { $0["entries"]?.array != nil }) || root["documents"] != nil
        else {
            throw FormatError("it has neither “entries” nor “documents”")
        }
        var number = 0
        for book in books {
            let work = ExchangeWork(
                title: book["title"]?.string ?? book["file"]?.string ?? "",
                author: KOReaderReader.authors(book["author"]?.string))
            for entry in book["entries"]?.array ?? [] {
                number += 1
                try take(item(entry, on: work, number: number))
            }
        }
    }

    private static func item(
        _ entry: JSONValue, on work: ExchangeWork, number: Int
    ) -> ExchangeItem {
        guard let members = entry.object else { return .bad(line: number, why: "it is no object") }
        let passage = TextParts.unlessEmpty(entry["text"]?.string)
        let comment = TextParts.unlessEmpty(entry["note"]?.string)
        guard passage != nil || comment != nil else {
            return entry["sort"]?.string == "bookmark"
                ? .skipped("bookmarks") : .bad(line: number, why: "it has no text")
        }
        let page = entry["page"]?.string ?? entry["page"]?.int.map { String($0) }
        let time = entry["time"]?.double.flatMap { Int64(exactly: ($0 * 1000).rounded()) }
        let key = TextParts.key([
            work.title, work.author, page, entry["pn_xp"]?.string, time.map { String($0) },
            passage ?? comment,
        ])
        var note = ExchangeNote(key: key, work: work)
        note.quote = passage.map {
            ExchangeQuote(
                exact: $0,
                place: KOReaderReader.place(
                    chapter: TextParts.unlessEmpty(entry["chapter"]?.string), page: page))
        }
        note.text = comment ?? ""
        note.colour = ColourName.nearest(entry["color"]?.string)
        note.created = time
        note.origin = ExchangeFormat.koreader.rawValue
        note.line = number
        let rest = members.filter { member in
            switch member.name {
            case "text", "note": false
            case "time": time == nil
            case "color": member.value.string != note.colour
            default: true
            }
        }
        note.rest = rest.isEmpty ? nil : .object(rest)
        return .note(note)
    }
}
