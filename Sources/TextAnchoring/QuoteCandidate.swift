public import AnnotationModel

/// One place where a quote stands, with what a person needs to tell it from the others.
public struct QuoteCandidate: Hashable, Sendable {
    /// Which occurrence it is among all that were asked for, from 1, in reading order.
    public let number: Int
    /// Where it stands: code points, half-open; no grapheme cluster is cut.
    public let range: Range<Int>
    /// The article's own words there, and up to 64 code points on each side.
    public let quote: TextQuoteSelector

    /// Takes the parts.
    public init(number: Int, range: Range<Int>, quote: TextQuoteSelector) {
        self.number = number
        self.range = range
        self.quote = quote
    }
}
