public import Octets
public import SyncEngine

/// Gives out random octets from the kernel.
public struct SystemRandomness: Randomness {
    /// A source; all are the same.
    public init() {}

    /// Sixteen octets that nobody can guess.
    public func octets16() -> Octets16 { Random.octets16() }
}
