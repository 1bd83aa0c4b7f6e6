import AnnotationModel
import CRDT
import Octets

/// What tables in memory are keyed by.
protocol QuickHashable: Hashable {
    /// A word that differs between almost all keys there are.
    var quick: UInt64 { get }
}

extension Dot: QuickHashable {
    var quick: UInt64 { replica.octets.low ^ counter }
}

extension EntityID: QuickHashable {
    var quick: UInt64 { octets.low }
}

extension Identity: QuickHashable {
    var quick: UInt64 { hash.second.low ^ dot.replica.octets.low ^ dot.counter }
}

/// A key that is hashed by one word of it: of a simulation, whose keys nobody chooses to collide,
/// the whole of each key would be a tenth of the time.
struct QuickKey<Key: QuickHashable>: Hashable {
    let key: Key

    func hash(into hasher: inout Hasher) { hasher.combine(key.quick) }

    func _rawHashValue(seed: Int) -> Int {
        Int(truncatingIfNeeded: SplitMix64.mixed(key.quick ^ UInt64(truncatingIfNeeded: seed)))
    }
}
