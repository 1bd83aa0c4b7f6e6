public import Octets

/// Names one account of one server.
public struct AccountID: Hashable, Comparable, Sendable {
    /// Chosen by the server; all zero before any log-in.
    public let octets: Octets16

    /// The person at this store before any log-in.
    public static let none = AccountID(.zero)

    /// Names the account with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
