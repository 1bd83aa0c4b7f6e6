public import AnnotationModel
public import Octets

extension ArticleText {
    /// How many code points of context a description keeps on each side.
    public static let contextCodePoints = 64

    /// Describes a range of the text so that it can be found again in another version.
    ///
    /// - Parameters:
    ///   - range: code points, half-open.
    ///   - version: the hash of this canonical text.
    /// - Returns: nil if the range is empty or does not lie in the text.
    public func describe(_ range: Range<Int>, version: Octets32) -> AnchorDescription? {
        guard !range.isEmpty, let quote = quote(at: range) else { return nil }
        return AnchorDescription(
            quote: quote,
            position: TextPositionSelector(start: range.lowerBound, end: range.upperBound),
            heading: heading(at: range.lowerBound).flatMap { slice($0.range) } ?? "",
            version: version)
    }

    /// The words at a range, with up to 64 code points on each side; nil outside the text.
    public func quote(at range: Range<Int>) -> TextQuoteSelector? {
        guard let exact = slice(range) else { return nil }
        let before = max(0, range.lowerBound - Self.contextCodePoints)..<range.lowerBound
        let after =
            range.upperBound..<min(codePoints, range.upperBound + Self.contextCodePoints)
        return TextQuoteSelector(
            exact: exact, prefix: slice(before) ?? "", suffix: slice(after) ?? "")
    }
}
