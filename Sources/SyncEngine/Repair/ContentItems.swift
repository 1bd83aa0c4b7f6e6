public import AnnotationModel
public import CRDT
import Octets
public import Reconciliation
public import Replication

/// The items of a set's content: a hash of 64 bits under a session's key for each entity and its
/// confirmed state (Protocol/05-sync.md, 10).
public struct ContentItems {
    private let key: SessionKey
    private let hashing: any Hashing

    /// Hashes under a session's key.
    public init(key: SessionKey, _ hashing: any Hashing) {
        self.key = key
        self.hashing = hashing
    }

    /// The item of an entity: over its id, and the identities of what made it, of its live values
    /// and of its tokens. What they hold follows from their identities, which hash it.
    public func item(_ entity: EntityID, _ state: EntityState, _ tokens: [Identity]) -> UInt64 {
        var input = Array("postil item 1".utf8)
        input.reserveCapacity(64 + 73 * (state.creations.count + state.live.count + tokens.count))
        Octets16(high: key.high, low: key.low).append(to: &input)
        entity.octets.append(to: &input)
        for creation in state.creations { Self.append(1, creation.identity, to: &input) }
        for value in state.live { Self.append(2, value.identity, to: &input) }
        for token in tokens { Self.append(3, token, to: &input) }
        return hashing.hash(input).first.high
    }

    private static func append(_ mark: UInt8, _ identity: Identity, to input: inout [UInt8]) {
        input.append(mark)
        identity.scope.append(to: &input)
        identity.dot.replica.octets.append(to: &input)
        Swift.withUnsafeBytes(of: identity.dot.counter.bigEndian) { input += $0 }
        identity.hash.append(to: &input)
    }

    /// The first symbols of a set's content.
    public func sketch(_ set: any ContentListing, count: Int) throws -> SetSketch {
        var sketch = SetSketch(key: key, count: count)
        try set.forEachEntity { sketch.add(item($0, $1, $2)) }
        return sketch
    }

    /// The entities of some items, as far as the set has them, by ascending item.
    public func entities(
        _ items: [UInt64], in set: any ContentListing
    ) throws -> [(item: UInt64, entity: EntityID)] {
        let wanted = Set(items)
        var found: [(item: UInt64, entity: EntityID)] = []
        if wanted.isEmpty { return found }
        try set.forEachEntity { entity, state, tokens in
            let item = item(entity, state, tokens)
            if wanted.contains(item) { found.append((item, entity)) }
        }
        return found.sorted { $0.item < $1.item }
    }
}
