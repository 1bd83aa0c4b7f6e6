public import Access

/// Who may use a route.
public enum RouteScope: Hashable, Sendable {
    /// Everybody, without a token.
    case open
    /// Everybody with a valid token.
    case account
    /// Members of the set in the path who may do this; to all others there is no such set.
    case set(Action)
    /// As `set`; but who names oneself in the path needs only the second action.
    case setOrSelf(Action, own: Action)
}
