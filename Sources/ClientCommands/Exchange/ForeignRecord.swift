import AnnotationModel
import Formats
import JSON
import Octets
import SyncEngine
import TextAnchoring
import WireFormat

/// A record of another program's file, held to what a set can keep.
struct ForeignRecord {
    /// The note, on an article or under another note, whichever is told later.
    let note: ForeignNote
    /// Whether a part of it was too long, and is left out.
    let isShortened: Bool

    /// - Throws: `FormatError` if the note cannot be kept at all.
    init(_ source: ExchangeNote, on subject: ForeignNote.Subject, now: UInt64) throws(FormatError) {
        var isShortened = false
        func clipped(_ text: String, _ limit: Int) -> String {
            let clean = Self.withoutNUL(text)
            guard clean.utf8.count > limit else { return clean }
            isShortened = true
            return Self.prefix(clean, octets: limit)
        }
        guard source.text.utf8.count <= WireLimits.textOctetsMax else {
            throw FormatError(
                line: source.line, "its text has more than \(WireLimits.textOctetsMax) octets")
        }
        let exact = source.quote?.exact ?? ""
        guard exact.utf8.count <= WireLimits.shortTextOctetsMax else {
            throw FormatError(
                line: source.line,
                "its passage has more than \(WireLimits.shortTextOctetsMax) octets")
        }
        let short = WireLimits.shortTextOctetsMax
        var rest = source.rest.map { Self.json($0) } ?? ""
        if rest.utf8.count > WireLimits.textOctetsMax {
            rest = ""
            isShortened = true
        }
        guard source.key.utf8.count <= short else {
            throw FormatError(line: source.line, "its id has more than \(short) octets")
        }
        let origin = OriginPayload(
            format: source.origin ?? "", key: Self.withoutNUL(source.key),
            creator: clipped(source.creator ?? "", short),
            workAuthor: clipped(source.work.author ?? "", short),
            modified: Self.time(source.modified, now), rest: rest)
        var tags: [String] = []
        for tag in source.tags {
            let name = clipped(Self.tag(tag), WireLimits.nameOctetsMax)
            guard !name.isEmpty, !tags.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                continue
            }
            tags.append(name)
        }
        note = ForeignNote(
            subject: subject, origin: origin, created: Self.time(source.created, now),
            text: Self.withoutNUL(source.text), anchor: source.quote.flatMap { Self.anchor($0) },
            tags: tags, colour: source.colour == Colour.yellow.rawValue ? nil : source.colour,
            isClosed: source.isClosed)
        self.isShortened = isShortened
    }

    /// A time that the store can stamp a note with; 0 for none, for one before 1970, and for one
    /// that has not come yet.
    private static func time(_ time: Int64?, _ now: UInt64) -> UInt64 {
        guard let time, time > 0, UInt64(time) <= now &+ 86_400_000 else { return 0 }
        return UInt64(time)
    }

    private static func anchor(_ quote: ExchangeQuote) -> AnchorPayload? {
        let exact = withoutNUL(quote.exact)
        guard !exact.isEmpty else { return nil }
        let start = min(max(0, quote.position?.start ?? 0), 1 << 32)
        let end = min(max(start, quote.position?.end ?? start), 1 << 32)
        return AnchorPayload(
            exact: exact, prefix: context(before: withoutNUL(quote.prefix)),
            suffix: context(behind: withoutNUL(quote.suffix)), start: start, end: end,
            heading: prefix(withoutNUL(quote.place ?? ""), octets: WireLimits.shortTextOctetsMax),
            version: .zero)
    }

    private static func json(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return writer.text
    }

    /// A tag is one word here.
    private static func tag(_ tag: String) -> String {
        let words = tag.unicodeScalars.split { $0.properties.isWhitespace }
        return words.map { String($0) }.joined(separator: "-")
    }

    private static func withoutNUL(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: text.unicodeScalars.filter { $0.value != 0 })
        return String(scalars)
    }

    /// The longest beginning of so many octets that parts no code point.
    private static func prefix(_ text: String, octets limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        return String(decoding: text.utf8.prefix(limit), as: UTF8.self).withoutBrokenEnd
    }

    /// What of the text before a passage is kept: the 64 code points next to it.
    private static func context(before text: String) -> String {
        var scalars = text.unicodeScalars.suffix(ArticleText.contextCodePoints)
        while String(scalars).utf8.count > contextOctetsMax { scalars = scalars.dropFirst() }
        return String(scalars)
    }

    private static func context(behind text: String) -> String {
        var scalars = text.unicodeScalars.prefix(ArticleText.contextCodePoints)
        while String(scalars).utf8.count > contextOctetsMax { scalars = scalars.dropLast() }
        return String(scalars)
    }

    private static let contextOctetsMax = WireLimits.nameOctetsMax * 2
}

extension String {
    /// A text that was cut between octets, without what is left of the code point there.
    fileprivate var withoutBrokenEnd: String {
        var scalars = unicodeScalars
        while scalars.last == "\u{FFFD}" { scalars.removeLast() }
        return String(scalars)
    }
}
