import CRDT
import Octets

/// Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    /// True `percent` times of a hundred.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}

/// The name of a replica's op; replicas compare as their first octets do.
func textID(_ replica: UInt64, _ counter: Int) -> Identity {
    Identity(
        scope: .zero,
        dot: Dot(replica: ReplicaID(Octets16(high: replica, low: 0)), counter: UInt64(counter)),
        hash: .zero)
}

/// Replicas compare as their letters do.
func textID(_ replica: Character, _ counter: Int) -> Identity {
    textID(UInt64(replica.unicodeScalars.first?.value ?? 0), counter)
}

func run(_ position: Int, _ deleted: Int, _ inserted: String) -> TextRun {
    TextRun(position: position, deleted: deleted, inserted: inserted)
}

/// Ops of one replica, each on the one before; the first on `base`.
func chain(_ replica: Character, on base: [Identity], _ edits: [[TextRun]]) -> [TextOp] {
    var ops: [TextOp] = []
    for (index, runs) in edits.enumerated() {
        ops.append(
            TextOp(
                id: textID(replica, index + 1), predecessors: ops.last.map { [$0.id] } ?? base,
                runs: runs))
    }
    return ops
}

/// One text, and edits of it that know nothing of each other, by replicas a, b, c, …
func concurrent(_ base: String, _ edits: [TextRun]..., by replicas: String = "abcdef") -> [TextOp] {
    let root = TextOp(id: textID("Z", 1), predecessors: [], runs: [run(0, 0, base)])
    var ops = [root]
    for (edit, replica) in zip(edits, replicas) {
        ops += chain(replica, on: [root.id], [edit])
    }
    return ops
}

func codePoints(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
