public import Octets
public import SyncEngine
import Synchronization

/// The same random octets for the same seed; a class because giving out a number changes it.
public final class SeededRandomness: Randomness {
    private let generator: Mutex<SplitMix64>

    /// Begins with a seed.
    public init(seed: UInt64) {
        generator = Mutex(SplitMix64(seed: seed))
    }

    /// Begins again with another seed.
    public func reseed(_ seed: UInt64) {
        generator.withLock { $0 = SplitMix64(seed: seed) }
    }

    /// The next sixteen octets.
    public func octets16() -> Octets16 {
        generator.withLock { Octets16(high: $0.next(), low: $0.next()) }
    }
}
