public import AnnotationModel

/// A person's account on a server.
public struct Account: Hashable, Sendable {
    /// Random, given out by the server.
    public let id: AccountID
    /// The handle: 2 to 32 of `a`–`z`, `0`–`9`, `_` and `-`.
    public let name: String
    /// Whether it may use the admin's routes; it gives no rights in other people's sets.
    public let isAdmin: Bool
    /// Whether its devices are refused.
    public let isDisabled: Bool
    /// When it was made, in milliseconds since 1970.
    public let created: UInt64
}
