public import Octets

/// Names what an op is about: an annotation, an article, or the set itself.
public struct EntityID: Hashable, Comparable, Sendable {
    /// The octets of the annotation's, article's or set's own identifier.
    public let octets: Octets16

    /// The annotation or reply as an entity.
    @inlinable
    public init(_ annotation: AnnotationID) { self.octets = annotation.octets }

    /// The article as an entity.
    @inlinable
    public init(_ article: ArticleID) { self.octets = article.octets }

    /// The set as an entity of its own: its name and settings.
    @inlinable
    public init(_ set: SetID) { self.octets = set.octets }

    /// Names the entity with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
