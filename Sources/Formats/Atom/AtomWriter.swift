import CivilTime

/// Writes the notes of a set as a feed (RFC 4287).
public enum AtomWriter: Sendable {
    private static let titleLengthMax = 80

    /// A feed with an entry for each note, the latest change first.
    ///
    /// - Parameters:
    ///   - name: what the set is called.
    ///   - id: the set's own id, of which the feed's is made.
    ///   - url: where the feed lies; nil if it lies nowhere.
    ///   - updated: milliseconds since 1970, for a feed without entries.
    public static func write(
        _ sheets: [ExchangeSheet], name: String, id: String, url: String? = nil, updated: Int64
    ) -> String {
        // Growing by itself it would take twice the memory.
        var text = ""
        text.reserveCapacity(SheetSize.octets(sheets, perNote: 1000))
        text += """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" \
            xmlns:thr="http://purl.org/syndication/thread/1.0">

            """
        let order = sorted(sheets)
        let latest = order.first.map { time(sheets[$0.sheet].notes[$0.note]) }
        text += "<title>\(MarkupText.plain(name))</title>\n"
        text += "<id>urn:postil:set:\(urn(id))</id>\n"
        text += "<updated>\(UTCTime.text(latest ?? updated))</updated>\n"
        if let url = MarkupText.link(url) {
            text += "<link rel=\"self\" type=\"application/atom+xml\" "
            text += "href=\"\(MarkupText.escaped(url))\"/>\n"
        }
        text += "<generator>Postil</generator>\n"
        for place in order { append(sheets[place.sheet].notes[place.note], to: &text) }
        text += "</feed>\n"
        return text
    }

    private static func time(_ note: ExchangeNote) -> Int64 { note.modified ?? note.created ?? 0 }

    /// Where the notes stand, the latest change first.
    private static func sorted(_ sheets: [ExchangeSheet]) -> [(sheet: Int, note: Int)] {
        let places = sheets.indices.flatMap { sheet in
            sheets[sheet].notes.indices.map { (sheet: sheet, note: $0) }
        }
        return places.sorted { left, right in
            let (first, second) = (
                sheets[left.sheet].notes[left.note], sheets[right.sheet].notes[right.note]
            )
            if time(first) != time(second) { return time(first) > time(second) }
            return first.key.utf8.lexicographicallyPrecedes(second.key.utf8)
        }
    }

    private static func append(_ note: ExchangeNote, to text: inout String) {
        text += "<entry>\n<title>\(MarkupText.plain(title(note)))</title>\n"
        text += "<id>urn:postil:note:\(urn(note.key))</id>\n"
        text += "<updated>\(UTCTime.text(time(note), .milliseconds))</updated>\n"
        if let created = note.created {
            text += "<published>\(UTCTime.text(created, .milliseconds))</published>\n"
        }
        // An entry needs an author.
        let author = TextParts.trimmed(note.creator ?? "")
        text += "<author><name>\(MarkupText.plain(author.utf8.isEmpty ? "unknown" : author))"
        text += "</name></author>\n"
        for tag in note.tags { text += "<category term=\"\(MarkupText.plain(tag))\"/>\n" }
        if let parent = note.parent {
            text += "<thr:in-reply-to ref=\"urn:postil:note:\(urn(parent))\"/>\n"
        }
        if let url = MarkupText.link(note.work.url) {
            text += "<link rel=\"alternate\" href=\"\(MarkupText.escaped(url))\"/>\n"
        }
        text += "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">"
        if let quote = note.quote { block("blockquote", quote.exact, to: &text) }
        if !note.text.utf8.isEmpty { block("div", note.text, to: &text) }
        if !note.work.title.utf8.isEmpty { block("p", "— " + note.work.title, to: &text) }
        text += "</div></content>\n</entry>\n"
    }

    /// Lines as lines: not every reader of feeds keeps a style.
    private static func block(_ element: String, _ content: String, to text: inout String) {
        text += "<\(element) dir=\"auto\">"
        let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "<br/>" }
            MarkupText.append(line, to: &text)
        }
        text += "</\(element)>"
    }

    private static func title(_ note: ExchangeNote) -> String {
        for text in [note.text, note.quote?.exact ?? "", note.work.title] {
            let excerpt = TextParts.excerpt(text, characters: titleLengthMax)
            if !excerpt.utf8.isEmpty { return excerpt }
        }
        return "Note"
    }

    /// The key in a URN: what it may not hold is percent-encoded (RFC 8141, 2).
    private static func urn(_ key: String) -> String {
        var result = ""
        for octet in key.utf8 {
            let isPlain =
                (0x30...0x39).contains(octet) || (0x41...0x5A).contains(octet & 0xDF)
                || octet == UInt8(ascii: "-") || octet == UInt8(ascii: ".")
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                let digits = String(octet, radix: 16, uppercase: true)
                result += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result.utf8.isEmpty ? "none" : result
    }
}
