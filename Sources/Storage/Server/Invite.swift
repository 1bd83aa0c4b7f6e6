public import Access
public import AnnotationModel
public import Octets

/// A code's right to be turned into an account, a device or a membership.
public struct Invite: Hashable, Sendable {
    /// What the code is good for.
    public enum Purpose: Hashable, Sendable {
        /// A new account.
        case account(isAdmin: Bool)
        /// A further device of an account.
        case device(AccountID)
        /// A role in a set, given by one of its owners.
        case set(SetID, Role, by: AccountID)
    }

    /// The hash of the code; the code itself is never stored.
    public let codeHash: Octets32
    /// What the code is good for.
    public let purpose: Purpose
    /// From when on it is refused, in milliseconds since 1970.
    public let expires: UInt64
    /// How often it can still be used.
    public internal(set) var usesLeft: Int

    /// Takes the parts.
    public init(codeHash: Octets32, purpose: Purpose, expires: UInt64, usesLeft: Int = 1) {
        self.codeHash = codeHash
        self.purpose = purpose
        self.expires = expires
        self.usesLeft = usesLeft
    }
}
