/// A heading of an article and where it stands.
public struct Heading: Hashable, Sendable {
    /// 1 for the highest level, as in `<h1>`.
    public let level: Int
    /// Where the heading's text stands in the canonical text: code points, half-open.
    public let range: Range<Int>

    /// Takes the level and the half-open range in code points.
    public init(level: Int, range: Range<Int>) {
        self.level = level
        self.range = range
    }
}
