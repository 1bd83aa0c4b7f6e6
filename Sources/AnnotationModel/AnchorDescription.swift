public import Octets

/// Says where an annotation sits, well enough to find the place again in another version.
///
/// Fixed when the annotation is made, and kept for ever beside any later attachment by hand.
public struct AnchorDescription: Hashable, Sendable {
    /// The passage and its surroundings, in the article's own code points.
    public let quote: TextQuoteSelector
    /// Where the passage stands in `version`.
    public let position: TextPositionSelector
    /// The text of the nearest heading at or above the passage; empty if there is none.
    public let heading: String
    /// The hash of the canonical text that was annotated.
    public let version: Octets32

    /// Takes the parts as they were seen in one version.
    public init(
        quote: TextQuoteSelector, position: TextPositionSelector, heading: String,
        version: Octets32
    ) {
        self.quote = quote
        self.position = position
        self.heading = heading
        self.version = version
    }

    /// Compares texts as UTF-8 bytes.
    public static func == (left: Self, right: Self) -> Bool {
        left.quote == right.quote && left.position == right.position
            && left.heading.utf8.elementsEqual(right.heading.utf8)
            && left.version == right.version
    }

    /// Hashes the quote, position and version; equal descriptions hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(quote)
        hasher.combine(position)
        hasher.combine(version)
    }
}
