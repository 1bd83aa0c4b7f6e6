import CRDT
import Testing

@Suite struct TextInterleavingTests {
    enum Direction: CaseIterable { case forwards, backwards, fromTheMiddle, atOnce }

    /// How a word is typed at a place.
    static func edits(_ word: String, _ direction: Direction, at place: Int) -> [[TextRun]] {
        let signs = word.map(String.init)
        let half = signs.count / 2
        switch direction {
        case .atOnce: return [[run(place, 0, word)]]
        case .forwards: return signs.enumerated().map { [run(place + $0, 0, $1)] }
        case .backwards: return signs.reversed().map { [run(place, 0, $0)] }
        case .fromTheMiddle:
            return signs[..<half].enumerated().map { [run(place + $0, 0, $1)] }
                + signs[half...].reversed().map { [run(place + half, 0, $0)] }
        }
    }

    @Test("what three type at one place stays in one piece", arguments: ["", "[]", "[-]"])
    func wholeRuns(base: String) {
        let words = ["abcd", "EFGH", "ijkl"]
        let root = concurrent(base)
        let place = base.isEmpty ? 0 : 1
        for replicas in ["abc", "bca", "cba"] {
            for one in Direction.allCases {
                for two in Direction.allCases {
                    for three in Direction.allCases {
                        var ops = root
                        for (index, replica) in replicas.enumerated() {
                            let edits = Self.edits(
                                words[index], [one, two, three][index], at: place)
                            ops += chain(replica, on: [root[0].id], edits)
                        }
                        let text = TextHistory(ops).text
                        #expect(text == PlainTextTree(ops).text)
                        #expect(words.allSatisfy { text.contains($0) }, "\(text)")
                    }
                }
            }
        }
    }

    @Test("what three type for a word that each deletes stays in one piece")
    func replacedWord() {
        let words = ["alpha", "BETA", "gamma"]
        let root = concurrent("say word now")
        var ops = root
        for (word, replica) in zip(words, "bca") {
            ops += chain(
                replica, on: [root[0].id],
                [[run(4, 4, "")]] + Self.edits(word, .forwards, at: 4))
        }
        let text = TextHistory(ops).text
        #expect(text.hasPrefix("say ") && text.hasSuffix(" now"))
        #expect(words.allSatisfy { text.contains($0) }, "\(text)")
        #expect(text.count == 8 + 14)
    }

    @Test("two who type a thousand signs at one place, either way, end in two pieces")
    func longBranches() {
        let root = concurrent("[]")
        for direction in [Direction.forwards, .backwards] {
            for replicas in ["ab", "ba"] {
                var ops = root
                for (sign, replica) in zip(["x", "y"], replicas) {
                    let word = String(repeating: sign, count: 1_000)
                    ops += chain(replica, on: [root[0].id], Self.edits(word, direction, at: 1))
                }
                let pieces = [("x", "a"), ("y", "b")].map {
                    String(
                        repeating: replicas.first == "a" ? $0.0 : ($0.0 == "x" ? "y" : "x"),
                        count: 1_000)
                }
                #expect(TextHistory(ops).text == "[" + pieces.joined() + "]")
            }
        }
    }
}
