/// What a typed quote comes to in an article.
public enum QuoteChoice: Hashable, Sendable {
    /// Nothing in the article is like it; the passage most like it, if one is like it at all.
    case none(closest: ClosestPassage?)
    /// One place is meant.
    case one(QuoteCandidate)
    /// Several places fit: the first of them, and how many there are.
    case ambiguous([QuoteCandidate], count: Int)
    /// The quote occurs, but not as asked: there is no such number, or no such text beside it. The
    /// first places where it does stand, and how many there are.
    case excluded([QuoteCandidate], count: Int)
}
