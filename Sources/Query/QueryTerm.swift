public import AnnotationModel

/// One condition of a query.
public enum QueryTerm: Hashable, Sendable {
    /// Words of the text, the highlighted words, a tag, or the author's name.
    case words(SearchPattern)
    /// Words that are highlighted.
    case quote(SearchPattern)
    /// Words of the text.
    case note(SearchPattern)
    /// A tag, whatever its case.
    case tag(String)
    /// The author's name, whatever its case.
    case user(String)
    /// The set's name, whatever its case.
    case set(String)
    /// The beginning of the article's id, in hex.
    case doc(String)
    /// A part of the article's address, in lower case.
    case url(String)
    /// The colour that is shown.
    case colour(Colour)
    /// A state.
    case state(QueryState)
    /// A part.
    case has(QueryPart)
    /// Made at this time or later, in milliseconds since 1970.
    case since(UInt64)
    /// Made before this time, in milliseconds since 1970.
    case before(UInt64)
}
