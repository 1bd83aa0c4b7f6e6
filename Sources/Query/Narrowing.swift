/// What an index can say of a query: no annotation that the query finds is outside of it.
public indirect enum Narrowing: Hashable, Sendable {
    /// All annotations.
    case everything
    /// Those of which the index holds the word.
    case token(SearchPattern.Token)
    /// Those of which changes have not come back from the server.
    case unsynced
    /// Those that are deleted, or whose article is.
    case deleted
    /// Those with a living reply.
    case answered
    /// Those in all of these.
    case all([Narrowing])
    /// Those in one of these.
    case any([Narrowing])

    /// Those in both.
    public static func both(_ parts: [Narrowing]) -> Narrowing {
        let useful = parts.filter { $0 != .everything }
        return useful.isEmpty ? .everything : useful.count == 1 ? useful[0] : .all(useful)
    }

    /// Those in either.
    public static func either(_ parts: [Narrowing]) -> Narrowing {
        if parts.contains(.everything) { return .everything }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// Those with the mark.
    public static func mark(_ mark: SearchMark) -> Narrowing { .token(mark.token) }

    /// Those that may have the words in a text.
    static func words(_ pattern: SearchPattern) -> Narrowing {
        .any([.both(pattern.tokens.map { .token($0) }), .mark(.unread)])
    }
}
