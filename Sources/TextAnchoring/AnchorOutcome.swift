/// Where a description leads in one version of an article: derived, never replicated.
public struct AnchorOutcome: Hashable, Sendable {
    /// How sure the place is.
    public let state: AnchorState
    /// The place: code points, half-open; nil if `uncertain` or `orphan`.
    public let range: Range<Int>?
    /// How well quote, surroundings and position fit: 0 to 1.
    public let score: Double
    /// The places that may be meant, the best first; empty unless `uncertain`.
    public let candidates: [Range<Int>]

    /// Takes the parts.
    public init(
        state: AnchorState, range: Range<Int>?, score: Double, candidates: [Range<Int>] = []
    ) {
        self.state = state
        self.range = range
        self.score = score
        self.candidates = candidates
    }

    /// Nothing fits.
    public static let orphan = AnchorOutcome(state: .orphan, range: nil, score: 0)
}
