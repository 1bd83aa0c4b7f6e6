public import AnnotationModel
public import CRDT
public import Octets
public import Replication

/// Consecutive ops of one replica in one set, chained to the ones before and signed together
/// (Protocol/03-replication.md, 4).
public struct Bundle: Hashable, Sendable {
    /// An op as a bundle carries it.
    public enum Entry: Hashable, Sendable {
        /// The op, with its hash.
        case op(Op, hash: Octets32)
        /// What is passed on of a refused op: its hash and the dots it names.
        case refused(hash: Octets32, names: [Dot])

        /// The op's hash.
        public var hash: Octets32 {
            switch self {
            case .op(_, let hash), .refused(let hash, _): hash
            }
        }

        /// The op; of a refused one, an empty op with its names.
        public var op: Op {
            switch self {
            case .op(let op, _): op
            case .refused(_, let names):
                Op(
                    kind: OpKind(raw: 0), target: .set, names: names,
                    stamp: HybridTimestamp(bits: 0))
            }
        }
    }

    /// The set.
    public let set: SetID
    /// The replica that issued the ops.
    public let replica: ReplicaID
    /// The counter of the first op.
    public let first: UInt64
    /// The hash of the replica's previous bundle in the set; zero for its first.
    public let previous: Octets32
    /// The ops, by ascending counter; at least one.
    public let entries: [Entry]
    /// The device's Ed25519 signature of the bundle's hash, 64 octets; none for one that was read
    /// from a snapshot, where a later one of its chain is signed.
    public let signature: [UInt8]

    /// Takes the parts.
    public init(
        set: SetID, replica: ReplicaID, first: UInt64, previous: Octets32, entries: [Entry],
        signature: [UInt8]
    ) {
        self.set = set
        self.replica = replica
        self.first = first
        self.previous = previous
        self.entries = entries
        self.signature = signature
    }

    /// Whether the device's signature is there.
    public var isSigned: Bool { !signature.isEmpty }

    /// The counter of the last op.
    public var last: UInt64 { first &+ UInt64(entries.count) &- 1 }

    /// The dot of the entry at `index`.
    public func dot(at index: Int) -> Dot {
        Dot(replica: replica, counter: first &+ UInt64(index))
    }

    /// The hash that the signature covers: the place, the previous bundle and the ops' hashes, so
    /// that a payload can be left out and the chain still verifies.
    public func hash(_ hashing: any Hashing) -> Octets32 {
        var writer = CBORWriter(label: "postil bundle 1", capacity: 128 + entries.count * 34)
        writer.writeArray(count: 5)
        writer.write(set.octets)
        writer.write(replica.octets)
        writer.write(first)
        writer.write(previous)
        writer.writeArray(count: entries.count)
        for entry in entries { writer.write(entry.hash) }
        return hashing.hash(writer.octets)
    }

    /// The same bundle without the payloads of the ops that `isRefused` says were refused.
    public func withoutPayloads(where isRefused: (Int) -> Bool) -> Bundle {
        let stripped = entries.enumerated().map { index, entry in
            isRefused(index) ? Entry.refused(hash: entry.hash, names: entry.op.names) : entry
        }
        return Bundle(
            set: set, replica: replica, first: first, previous: previous, entries: stripped,
            signature: signature)
    }
}
