/// A stretch of a text that becomes a pattern by few insertions, deletions and changes.
public struct ApproximateMatch: Hashable, Sendable {
    /// The stretch: keys, half-open.
    public let range: Range<Int>
    /// How many insertions, deletions and changes of single keys it takes, the fewest.
    public let errors: Int

    /// Takes the parts.
    public init(range: Range<Int>, errors: Int) {
        self.range = range
        self.errors = errors
    }
}
