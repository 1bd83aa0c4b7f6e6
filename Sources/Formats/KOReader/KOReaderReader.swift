import CivilTime
import JSON

/// Reads what KOReader keeps beside a book, `metadata.*.lua` of any age, and its export to JSON.
///
/// Side-cars keep local time without a zone: it is taken for UTC. Lua is read as data and not run.
public enum KOReaderReader: Sendable {
    /// Hands over the notes one after the other.
    /// - Throws: `FormatError` if it is neither of the two, and what `take` throws.
    public static func read(_ octets: [UInt8], _ take: (ExchangeItem) throws -> Void) throws {
        let first = octets.first { $0 > 0x20 && ![0xEF, 0xBB, 0xBF].contains($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            try KOReaderExport.read(octets, take)
        } else {
            try KOReaderSideCar(octets).read(take)
        }
    }

    /// Where a passage is, for people.
    static func place(chapter: String?, page: String?) -> String? {
        let parts = [chapter, page.map { "page \($0)" }].compactMap { $0 }
        return TextParts.unlessEmpty(parts.joined(separator: ", "))
    }

    /// `2023-05-26 22:45:35`.
    static func time(_ text: String?) -> Int64? {
        text.flatMap { UTCTime.milliseconds($0 + "Z") }
    }

    /// Several authors stand on lines of their own; “N/A” stands for none.
    static func authors(_ text: String?) -> String? {
        let names = (text ?? "").split(whereSeparator: \.isNewline).map {
            TextParts.trimmed(String($0))
        }
        let joined = names.filter { !$0.utf8.isEmpty }.joined(separator: ", ")
        return joined == "N/A" ? nil : TextParts.unlessEmpty(joined)
    }
}
