public import Octets

/// Names one article: two people who add the same article offline name it alike.
public struct ArticleID: Hashable, Comparable, Sendable {
    /// Derived from the set and the article's address, or the hash of its source.
    public let octets: Octets16

    /// Names the article with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// The full form a person sees: 32 signs, lower-case hexadecimal.
    public var text: String { Alphabet.hex.text(octets.octets) }

    /// Reads the full form; nil unless it is 32 signs, lower-case hexadecimal.
    public init?(text: String) {
        guard let octets = Alphabet.hex.octets(text).flatMap({ Octets16($0) }) else { return nil }
        self.init(octets)
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
