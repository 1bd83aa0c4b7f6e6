/// The passage of an article that is most like a quote that does not occur.
public struct ClosestPassage: Hashable, Sendable {
    /// Where it stands: code points, half-open, between words.
    public let range: Range<Int>
    /// The article's own words there.
    public let text: String
    /// How much of it is alike: 1 to 99 per cent, case left aside.
    public let likenessPercent: Int

    /// Takes the parts.
    public init(range: Range<Int>, text: String, likenessPercent: Int) {
        self.range = range
        self.text = text
        self.likenessPercent = likenessPercent
    }
}
