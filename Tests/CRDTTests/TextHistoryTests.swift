import CRDT
import Octets
import Testing

/// Compares the replay with the plain tree.
@Suite struct TextHistoryTests {
    static let slices = Array(0..<8)

    /// Seeds of one of the slices, so that they run side by side.
    static func seeds(_ slice: Int, of count: Int) -> StrideTo<Int> {
        stride(from: slice, to: count, by: slices.count)
    }

    static func same(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    @Test("any order of arrival gives the text of the plain tree", arguments: slices)
    func convergence(slice: Int) {
        for seed in Self.seeds(slice, of: 3_200) {
            var random = SplitMix64(seed: seed)
            let ops = RandomTextGraph.ops(seed: seed, isTight: seed % 16 >= 8)
            let tree = PlainTextTree(ops)
            for _ in 0..<3 {
                let history = TextHistory(ops.shuffled(using: &random))
                #expect(Self.same(history.text, tree.text), "seed \(seed)")
                #expect(history.attribution == tree.attribution, "seed \(seed)")
                #expect(history.operations.count == ops.count)
            }
        }
    }

    @Test("an op does at its author what its runs do to a plain string", arguments: slices)
    func authorVersion(slice: Int) {
        for seed in Self.seeds(slice, of: 800) {
            let ops = RandomTextGraph.ops(seed: seed)
            let history = TextHistory(ops)
            let tree = PlainTextTree(ops)
            for op in ops {
                let before = history.text(at: op.predecessors)
                let after = history.text(at: [op.id])
                #expect(Self.same(before, tree.text(at: op.predecessors)), "seed \(seed)")
                #expect(Self.same(after, TextEdit.apply(op.runs, to: before)), "seed \(seed)")
            }
            #expect(Self.same(history.text(at: history.heads), history.text))
        }
    }

    @Test("an implied or repeated predecessor changes nothing", arguments: slices)
    func impliedPredecessors(slice: Int) {
        for seed in Self.seeds(slice, of: 400) {
            var random = SplitMix64(seed: seed)
            let ops = RandomTextGraph.ops(seed: seed)
            let tree = PlainTextTree(ops)
            var fat: [TextOp] = []
            for op in ops {
                let past = tree.version(op.predecessors).sorted()
                let implied = past.filter { _ in random.chance(50) }
                fat.append(
                    TextOp(id: op.id, predecessors: implied + op.predecessors, runs: op.runs))
            }
            let history = TextHistory(fat)
            #expect(Self.same(history.text, tree.text), "seed \(seed)")
            #expect(history.heads == TextHistory(ops).heads)
        }
    }

    @Test("an op of several runs is several ops of one run", arguments: slices)
    func splitRuns(slice: Int) {
        for seed in Self.seeds(slice, of: 400) {
            let ops = RandomTextGraph.ops(seed: seed)
            var last: [Identity: Identity] = [:]
            var split: [TextOp] = []
            for op in ops {
                var predecessors = op.predecessors.compactMap { last[$0] }
                for (index, run) in (op.runs.isEmpty ? [run(0, 0, "")] : op.runs).enumerated() {
                    let counter = Int(op.id.dot.counter) * 10 + index
                    let id = textID(op.id.dot.replica.octets.high, counter)
                    split.append(TextOp(id: id, predecessors: predecessors, runs: [run]))
                    predecessors = [id]
                }
                last[op.id] = predecessors[0]
            }
            #expect(Self.same(TextHistory(split).text, TextHistory(ops).text), "seed \(seed)")
        }
    }

    @Test("runs beyond the text are clamped", arguments: slices)
    func clamping(slice: Int) {
        let wild = [0, 0, 5, 1 << 32, Int.max - 100]
        for seed in Self.seeds(slice, of: 400) {
            var random = SplitMix64(seed: seed)
            var ops: [TextOp] = []
            for op in RandomTextGraph.ops(seed: seed) {
                var runs: [TextRun] = []
                for old in op.runs {
                    runs.append(
                        run(
                            old.position + random.pick(wild), old.deleted + random.pick(wild),
                            old.inserted))
                }
                ops.append(TextOp(id: op.id, predecessors: op.predecessors, runs: runs))
            }
            let tree = PlainTextTree(ops)
            let text = TextHistory(ops.shuffled(using: &random)).text
            #expect(Self.same(text, tree.text), "seed \(seed)")
        }
    }

    @Test("numbers below zero mean the beginning, and nothing")
    func negativeNumbers() {
        let edit = [run(Int.min, -3, "<"), run(-1, Int.min, "-")]
        #expect(TextHistory(concurrent("ab", edit)).text == "-<ab")
        #expect(TextHistory(concurrent("ab", edit, [run(2, 0, ">")])).text == "-<ab>")
        #expect(TextEdit.apply(edit, to: "ab") == "-<ab")
    }

    @Test("an op with an unknown predecessor is left out, with all that depend on it")
    func unknownPredecessors() {
        let ops = concurrent("x", [run(1, 0, "a")], [run(1, 0, "b")])
        let orphan = TextOp(
            id: textID("o", 1), predecessors: [textID("?", 1)], runs: [run(0, 0, "no")])
        let child = TextOp(
            id: textID("o", 2), predecessors: [ops[1].id, orphan.id].sorted(),
            runs: [run(0, 0, "no")])
        let own = TextOp(
            id: textID("o", 3), predecessors: [textID("o", 3)], runs: [run(0, 0, "no")])
        let history = TextHistory([child, own, orphan] + ops)
        #expect(history.text == "xab")
        #expect(history.heads == [ops[1].id, ops[2].id])
        #expect(TextHistory([]).text.isEmpty)
        #expect(history.undoRuns(of: orphan.id).isEmpty)
    }

    @Test("three long branches of single signs give the text of the plain tree", arguments: [1, 2])
    func longBranches(seed: Int) {
        var random = SplitMix64(seed: seed)
        var ops = concurrent("a base of some length")
        for replica in "abc" {
            var length = 21
            var edits: [[TextRun]] = []
            for _ in 0..<450 {
                let deleted = random.chance(30) ? min(1, length) : 0
                let position = random.below(length - deleted + 1)
                length += 1 - deleted
                edits.append([run(position, deleted, String(replica))])
            }
            ops += chain(replica, on: [ops[0].id], edits)
        }
        let tree = PlainTextTree(ops)
        let history = TextHistory(ops.shuffled(using: &random))
        #expect(history.text == tree.text)
        #expect(history.attribution == tree.attribution)
    }

    @Test("the canonical order is causal, one for all, and least stamp first", arguments: slices)
    func canonicalOrder(slice: Int) {
        for seed in Self.seeds(slice, of: 200) {
            var random = SplitMix64(seed: seed)
            let ops = RandomTextGraph.ops(seed: seed)
            var stamps: [Identity: Int] = [:]
            for op in ops { stamps[op.id] = random.below(4) }
            let order = TextHistory(ops).canonicalOrder { stamps[$0] ?? 0 }
            let other = TextHistory(ops.shuffled(using: &random))
            #expect(other.canonicalOrder { stamps[$0] ?? 0 } == order)
            var left = Dictionary(uniqueKeysWithValues: ops.map { ($0.id, $0.predecessors) })
            for id in order {
                let ready = left.filter { $1.allSatisfy { left[$0] == nil } }.keys
                let least = ready.min { (stamps[$0] ?? 0, $0) < (stamps[$1] ?? 0, $1) }
                #expect(least == id)
                left[id] = nil
            }
            #expect(left.isEmpty)
        }
    }

    @Test("undoing takes back what an op typed, and what it alone deleted", arguments: slices)
    func undo(slice: Int) {
        for seed in Self.seeds(slice, of: 800) {
            let ops = RandomTextGraph.ops(seed: seed)
            let history = TextHistory(ops)
            let tree = PlainTextTree(ops)
            for op in ops {
                let wanted = tree.text { $0.op != op.id && $0.deleters.isSubset(of: [op.id]) }
                let text = TextEdit.apply(history.undoRuns(of: op.id), to: history.text)
                #expect(Self.same(text, wanted), "seed \(seed)")
            }
        }
    }
}
