/// What an extractor makes of a source: a title and the canonical text.
public struct ExtractedArticle: Hashable, Sendable {
    /// The title the source suggests; a person may give another.
    public let title: String
    /// The canonical text, with the headings found.
    public let text: ArticleText

    /// Takes both parts.
    public init(title: String, text: ArticleText) {
        self.title = title
        self.text = text
    }

    /// The headings, in reading order.
    public var headings: [Heading] { text.headings }

    /// The longest title that is suggested, in code points.
    public static let titleCodePointsMax = 200

    /// One line cut to the longest title, between words if it can be, with an ellipsis.
    package static func title(from line: String) -> String {
        guard line.unicodeScalars.count > titleCodePointsMax else { return line }
        var kept = ""
        var count = 0
        for character in line {
            count += character.unicodeScalars.count
            guard count < titleCodePointsMax else { break }
            kept.append(character)
        }
        let words = kept.split(separator: " ")
        if words.count > 1 { kept = words.dropLast().joined(separator: " ") }
        return kept + "…"
    }
}
