public import Access

/// Why a change was not written.
public enum AuthoringFailure: Error, Hashable, Sendable {
    /// The person's role in the set does not allow it; nothing else stands in the way.
    case notAllowed(Action, role: Role?)
    /// The set is not to be written to: the account was removed from it.
    case removed
    /// The entity does not exist in the set.
    case notFound
    /// The text would be longer than the limit, in UTF-8 octets.
    case tooLong(limit: Int)
    /// The text holds NUL.
    case holdsNUL
    /// What is to be deleted has more to it than one deletion can name.
    case tooMuch
}
