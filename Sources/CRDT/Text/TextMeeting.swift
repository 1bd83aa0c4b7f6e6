/// Two concurrent ops that lost nothing by being merged, but whose result may read oddly.
public struct TextMeeting: Hashable, Comparable, Sendable {
    /// How two ops met.
    public enum Kind: Int, Hashable, Sendable {
        /// Both typed at one place: their identities decided which text stands first.
        case onePlace
        /// One typed into a range that the other deleted.
        case typedIntoDeleted
        /// Both deleted a character, each without knowing of the other.
        case overlappingDeletion
        /// Both changed one word, and met in no other way.
        case oneWord
    }

    /// The op with the lesser identity.
    public let first: Identity
    /// The op with the greater identity.
    public let second: Identity
    /// How they met; two ops may have met in several ways.
    public let kind: Kind

    /// States that two ops met, in either order.
    public init(_ one: Identity, _ other: Identity, kind: Kind) {
        first = min(one, other)
        second = max(one, other)
        self.kind = kind
    }

    /// Compares the lesser identities, the greater ones, then the kinds.
    public static func < (left: Self, right: Self) -> Bool {
        if left.first != right.first { return left.first < right.first }
        if left.second != right.second { return left.second < right.second }
        return left.kind.rawValue < right.kind.rawValue
    }
}
