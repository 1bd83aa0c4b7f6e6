/// Finds a passage by where it stands in the canonical text (Web Annotation Data Model, 4.2.5).
public struct TextPositionSelector: Hashable, Sendable {
    /// Code points before the passage.
    public let start: Int
    /// Code points before what follows the passage: half-open.
    public let end: Int

    /// Takes the half-open range in code points.
    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
