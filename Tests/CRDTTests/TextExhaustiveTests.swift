import CRDT
import Testing

/// All small graphs, not only likely ones.
@Suite struct TextExhaustiveTests {
    /// Every graph of ops of one character, each op by a replica of its own, on every version of
    /// those before it; under every naming of the replicas.
    struct Graphs {
        let letters: [String]
        let isDeleting: Bool
        let body: ([TextOp], String) -> Void

        func forEachNaming() {
            for naming in permutations(Array(letters.indices)) { extend([], naming) }
        }

        private func extend(_ ops: [TextOp], _ naming: [Int]) {
            let tree = PlainTextTree(ops)
            guard ops.count < letters.count else { return body(ops, tree.text) }
            for mask in 0..<(1 << ops.count) {
                let chosen = ops.indices.filter { mask >> $0 & 1 == 1 }.map { ops[$0].id }
                guard tree.version(chosen).count == chosen.count else { continue }
                let heads = chosen.filter { head in
                    !chosen.contains { $0 != head && tree.version([$0]).contains(head) }
                }
                let length = tree.text(at: heads).unicodeScalars.count
                var runs = (0...length).map { run($0, 0, letters[ops.count]) }
                if isDeleting { runs += (0..<length).map { run($0, 1, "") } }
                for run in runs {
                    let id = textID(UInt64(naming[ops.count]), 1)
                    let op = TextOp(id: id, predecessors: heads.sorted(), runs: [run])
                    extend(ops + [op], naming)
                }
            }
        }
    }

    static func permutations(_ elements: [Int]) -> [[Int]] {
        guard let first = elements.first else { return [[]] }
        return permutations(Array(elements.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + rest[$0...] }
        }
    }

    /// How many graphs there are, and those whose replay differs from the plain tree.
    private func compare(_ letters: [String], isDeleting: Bool) -> (count: Int, wrong: [[TextOp]]) {
        var random = SplitMix64(seed: 1)
        var count = 0
        var wrong: [[TextOp]] = []
        Graphs(letters: letters, isDeleting: isDeleting) { ops, text in
            count += 1
            let order = ops.shuffled(using: &random)
            if TextHistory(ops).text != text || TextHistory(order).text != text {
                wrong.append(ops)
            }
        }.forEachNaming()
        return (count, wrong)
    }

    @Test("all graphs of three ops that type or delete")
    func threeOps() {
        let (count, wrong) = compare(["a", "b", "c"], isDeleting: true)
        #expect(count > 100)
        #expect(wrong.isEmpty)
    }

    @Test("all graphs of four ops that type")
    func fourInserts() {
        let (count, wrong) = compare(["a", "b", "c", "d"], isDeleting: false)
        #expect(count > 1_000)
        #expect(wrong.isEmpty)
    }

    @Test("all three concurrent runs on two characters")
    func threeRuns() {
        var runs: [(position: Int, deleted: Int, isTyping: Bool)] = []
        for position in 0...2 {
            for deleted in 0...(2 - position) {
                runs.append((position, deleted, true))
                if deleted > 0 { runs.append((position, deleted, false)) }
            }
        }
        for one in runs {
            for two in runs {
                for three in runs {
                    let edits = zip([one, two, three], ["x", "y", "z"]).map { edit, letter in
                        [run(edit.position, edit.deleted, edit.isTyping ? letter : "")]
                    }
                    let ops = concurrent("ab", edits[0], edits[1], edits[2])
                    let text = PlainTextTree(ops).text
                    #expect(TextHistory(ops).text == text)
                    #expect(TextHistory(ops.reversed()).text == text)
                }
            }
        }
    }
}
