import CRDT
import Octets

// Keys of fixed size, which SQLite orders (memcmp) as the values are ordered.

extension [UInt8] {
    /// Appends eight octets, the most significant first.
    mutating func appendWord(_ value: UInt64) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension RandomAccessCollection<UInt8> {
    /// The number that the octets are, the most significant first.
    fileprivate var word: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}

extension Dot {
    /// How many octets a key has.
    static let keyCount = 24

    /// Replica and counter.
    var key: [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(Self.keyCount)
        replica.octets.append(to: &key)
        key.appendWord(counter)
        return key
    }

    /// Reads a key; nil if it is none.
    init?(key: some RandomAccessCollection<UInt8>) {
        guard key.count == Self.keyCount, let replica = Octets16(key.prefix(16)) else { return nil }
        self.init(replica: ReplicaID(replica), counter: key.dropFirst(16).word)
    }
}

extension Identity {
    /// How many octets a key has.
    static let keyCount = 72

    /// Dot, scope and hash.
    var key: [UInt8] {
        var key = dot.key
        key.reserveCapacity(Self.keyCount)
        scope.append(to: &key)
        hash.append(to: &key)
        return key
    }

    /// Reads a key; nil if it is none.
    init?(key: some RandomAccessCollection<UInt8>) {
        guard key.count == Self.keyCount, let dot = Dot(key: key.prefix(24)),
            let scope = Octets16(key.dropFirst(24).prefix(16)),
            let hash = Octets32(key.dropFirst(40))
        else { return nil }
        self.init(scope: scope, dot: dot, hash: hash)
    }

    /// Keys one after the other.
    static func joined(_ identities: [Identity]) -> [UInt8] {
        identities.flatMap(\.key)
    }

    /// Reads keys that stand one after the other; nil if one is none.
    static func separated(_ keys: [UInt8]) -> [Identity]? {
        guard keys.count % keyCount == 0 else { return nil }
        var result: [Identity] = []
        for start in stride(from: 0, to: keys.count, by: keyCount) {
            guard let identity = Identity(key: keys[start..<start + keyCount]) else { return nil }
            result.append(identity)
        }
        return result
    }
}
