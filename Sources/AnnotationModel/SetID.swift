public import Octets

/// Names one set: the unit of sharing, synchronisation and permission.
public struct SetID: Hashable, Comparable, Sendable {
    /// Drawn at random when the set is made.
    public let octets: Octets16

    /// Names the set with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
