import JSON

/// Reads the `My Clippings.txt` of a Kindle: each record in a language of the device.
///
/// Notes are joined to the highlight that they stand on, and highlights that were drawn anew are
/// handed over once. The device keeps local time without a zone: it is taken for UTC.
public enum KindleReader: Sendable {
    /// Hands over what is not understood and what is left out, then the notes in the order of the
    /// file. Nothing is handed over before all was read.
    ///
    /// - Parameter keepsRepeats: whether also those highlights are handed over whose text a longer
    ///   or later one at the same place holds.
    /// - Throws: `FormatError` if no record of it is a clipping, and what `take` throws.
    public static func read(
        _ octets: [UInt8], keepsRepeats: Bool = false, _ take: (ExchangeItem) throws -> Void
    ) throws {
        var file = KindleFile(octets)
        file.split()
        if file.understood == 0 {
            guard let first = file.bad.first else {
                throw FormatError(
                    "no line of ten equals signs ends a record, as in My Clippings.txt")
            }
            throw FormatError(line: first.line, "no record is a clipping: \(first.why)")
        }
        let folded = file.join(keepsRepeats: keepsRepeats)
        for (line, why) in file.bad { try take(.bad(line: line, why: why)) }
        for _ in 0..<file.bookmarks { try take(.skipped("bookmarks")) }
        for _ in 0..<folded { try take(.skipped("shorter repeats of another highlight")) }
        for record in file.records where !record.isPart {
            var earlier = 0
            try take(.note(note(record, of: file, earlier: &earlier)))
            for _ in 0..<earlier { try take(.skipped("earlier versions of a note")) }
        }
    }

    private static func note(
        _ record: KindleRecord, of file: KindleFile, earlier: inout Int
    ) -> ExchangeNote {
        let work = file.works[record.book]
        let page = record.label.page
        let location = record.label.location.map { range in
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        }
        let key = TextParts.key([
            work.title, work.author, location ?? page, record.label.kind.rawValue,
            // Without a date it is told apart by its words.
            record.date.map { String($0) } ?? file.text(record),
        ])
        var note = ExchangeNote(key: key, work: work)
        note.created = record.date
        note.origin = ExchangeFormat.kindle.rawValue
        note.line = record.line
        if record.label.kind == .highlight {
            let places = [page.map { "page \($0)" }, location.map { "location \($0)" }]
            let place = places.compactMap { $0 }.joined(separator: ", ")
            note.quote = ExchangeQuote(
                exact: file.text(record), place: TextParts.unlessEmpty(place))
            note.text = comment(record, of: file, earlier: &earlier)
            let changed = record.notes.compactMap { file.records[$0].date }.max()
            if let changed, changed > note.created ?? .min { note.modified = changed }
        } else {
            note.text = file.text(record)
        }
        let rest = [("page", page), ("location", location)].compactMap { name, value in
            value.map { JSONValue.Member(name, .string($0)) }
        }
        note.rest = rest.isEmpty ? nil : .object(rest)
        return note
    }

    /// The notes on a highlight. The device writes an edited note anew: one that the next holds is
    /// an earlier version of it.
    private static func comment(
        _ record: KindleRecord, of file: KindleFile, earlier: inout Int
    ) -> String {
        var kept: [KindleRecord] = []
        for note in record.notes.map({ file.records[$0] }) {
            if let last = kept.last,
                OctetSearch.holds(file.octets[note.text], part: file.octets[last.text])
            {
                kept.removeLast()
                earlier += 1
            }
            kept.append(note)
        }
        return kept.map(file.text).joined(separator: "\n\n")
    }
}
