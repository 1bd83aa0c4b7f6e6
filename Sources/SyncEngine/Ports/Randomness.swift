public import Octets

/// Gives out random octets.
public protocol Randomness: Sendable {
    /// Sixteen octets that nobody can guess.
    func octets16() -> Octets16
}
