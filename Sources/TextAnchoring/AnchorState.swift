/// How surely an annotation sits where it sits, in one version of its article.
public enum AnchorState: String, CaseIterable, Hashable, Sendable {
    /// The words stand unchanged where they stood.
    case exact
    /// The words stand unchanged in other surroundings.
    case moved
    /// The words were changed; this is what became of them.
    case edited
    /// Several places may be meant, or one that cannot be told from chance.
    case uncertain
    /// The words are gone.
    case orphan
}
