/// Names one place in the sequence of a replica's ops in a set.
public struct Dot: Hashable, Comparable, Sendable {
    /// The replica that issued the op.
    public let replica: ReplicaID
    /// Counts from 1, without gaps, for each replica and set.
    public let counter: UInt64

    /// Names the `counter`th op of `replica`.
    @inlinable
    public init(replica: ReplicaID, counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// Compares replica octets, then counters as numbers.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.replica != right.replica ? left.replica < right.replica : left.counter < right.counter
    }
}
