public import Octets

/// Names one annotation or reply for ever, in whatever set it lies.
public struct AnnotationID: Hashable, Comparable, Sendable {
    /// Derived from the op that created the annotation; never drawn anew.
    public let octets: Octets16

    /// Names the annotation with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// The full form a person sees: 32 signs, letters `k` to `z`.
    public var text: String { Alphabet.letters.text(octets.octets) }

    /// Reads the full form; nil unless it is 32 signs, letters `k` to `z`.
    public init?(text: String) {
        guard let octets = Alphabet.letters.octets(text).flatMap({ Octets16($0) }) else {
            return nil
        }
        self.init(octets)
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
