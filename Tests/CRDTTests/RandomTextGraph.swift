import CRDT

/// Replicas that edit, hear of each other now and then, and sometimes edit an older version they
/// still show; in a causal order.
struct RandomTextGraph {
    private static let alphabet = "abcdefgh é\u{301}😀𠀀".unicodeScalars.map { String($0) }

    private(set) var ops: [TextOp] = []
    private var random: SplitMix64
    private let tree = PlainTextTree()
    private let replicas: [UInt64]
    private var known: [Set<Identity>]
    private var counters: [Int]
    /// One character a run, and all at few places.
    private let isTight: Bool

    static func ops(seed: Int, isTight: Bool = false) -> [TextOp] {
        var graph = RandomTextGraph(seed: seed, isTight: isTight)
        let count = isTight ? 6 + graph.random.below(11) : 4 + graph.random.below(9)
        while graph.ops.count < count { graph.step() }
        return graph.ops
    }

    private init(seed: Int, isTight: Bool) {
        var random = SplitMix64(seed: seed)
        let count = 2 + random.below(3)
        replicas = (0..<count).map { _ in random.next() }
        known = Array(repeating: [], count: count)
        counters = Array(repeating: 0, count: count)
        self.random = random
        self.isTight = isTight
    }

    private mutating func step() {
        let replica = random.below(replicas.count)
        if random.chance(isTight ? 15 : 35) {
            known[replica].formUnion(known[random.below(replicas.count)])
            return
        }
        var version = known[replica]
        if random.chance(10), !version.isEmpty {
            version = tree.version([random.pick(version.sorted())])
        }
        let heads = version.filter { head in
            !version.contains { $0 != head && tree.version([$0]).contains(head) }
        }
        counters[replica] += 1
        let op = TextOp(
            id: textID(replicas[replica], counters[replica]), predecessors: heads.sorted(),
            runs: runs(length: codePoints(tree.text(at: Array(heads))).count))
        tree.apply(op)
        ops.append(op)
        known[replica].formUnion(tree.version([op.id]))
    }

    private mutating func runs(length: Int) -> [TextRun] {
        var length = length
        var runs: [TextRun] = []
        for _ in 0..<(isTight ? 1 : random.pick([0, 1, 1, 1, 2, 3])) {
            let position = random.below(length + 1)
            let wished = random.pick(isTight ? [0, 0, 0, 1] : [0, 0, 1, 2, 3])
            let deleted = min(wished, length - position)
            let count = isTight ? 1 : random.pick([0, 1, 1, 2, 3])
            var inserted = ""
            for _ in 0..<count { inserted += random.pick(Self.alphabet) }
            length += count - deleted
            runs.append(run(position, deleted, inserted))
        }
        return runs
    }
}
