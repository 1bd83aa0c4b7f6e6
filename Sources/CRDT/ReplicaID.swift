public import Octets

/// Names one replica: a store on a device, between two changes of its identity.
public struct ReplicaID: Hashable, Comparable, Sendable {
    /// Random octets.
    public let octets: Octets16

    /// Names the replica with these octets.
    @inlinable
    public init(_ octets: Octets16) {
        self.octets = octets
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.octets < right.octets }
}
