/// The order of an answer.
public enum QueryOrder: String, Hashable, Sendable, CaseIterable {
    /// What was made last comes first.
    case newest
    /// What was made first comes first.
    case oldest
    /// Article by article, in each as it is read: by the places of the words, answers behind what
    /// they answer.
    case place
}
