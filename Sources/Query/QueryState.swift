/// What an annotation can be, as `is:` asks for it.
public enum QueryState: String, Hashable, Sendable, CaseIterable {
    /// Its thread is open.
    case open
    /// Its thread is closed.
    case closed
    /// It answers another.
    case reply
    /// It is a note on a whole article.
    case page
    /// It lies in the personal set.
    case `private`
    /// It was made in another program.
    case imported
    /// Changes of it have not come back from the server.
    case unsynced
    /// Two values of a register live beside each other.
    case conflict
    /// Its words stand unchanged in other surroundings.
    case moved
    /// Its words were changed, and what became of them was found.
    case edited
    /// Its words may be in several places, or in one that cannot be told from chance.
    case uncertain
    /// Its words are gone.
    case orphan
    /// It, or its article, was deleted.
    case deleted
}
