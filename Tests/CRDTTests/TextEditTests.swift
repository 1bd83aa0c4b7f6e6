import CRDT
import Testing

@Suite struct TextEditTests {
    private static let signs: [String] = [
        "a", "b", "c", "a", "b", " ", " ", ".", ",", "\n", "\r\n", "\r", "é", "e\u{301}", "\u{301}",
        "\u{200d}", "👩‍👩‍👧", "👍🏽", "🇩🇪", "🇫🇷", "🇩", "漢", "字", "か\u{3099}", "각", "ᄀ", "\u{fe0f}",
        "ك", "क्षि",
        "\u{a0}", "_", "7", "\u{0}", "𠀀",
    ]

    private static func text(_ random: inout SplitMix64, _ signsMax: Int) -> String {
        (0..<random.below(signsMax)).map { _ in random.pick(signs) }.joined()
    }

    /// Changes some places of a text.
    private static func changed(_ text: String, _ random: inout SplitMix64) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<(1 + random.below(4)) {
            let start = random.below(scalars.count + 1)
            let end = start + min(random.below(6), scalars.count - start)
            let typed = Self.text(&random, 4).unicodeScalars
            scalars.replaceSubrange(start..<end, with: typed)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test("the runs between two texts make one of the other", arguments: 0..<4)
    func roundTrip(slice: Int) {
        for seed in stride(from: slice, to: 4_000, by: 4) {
            var random = SplitMix64(seed: seed)
            let old = Self.text(&random, 40)
            let new = random.chance(60) ? Self.changed(old, &random) : Self.text(&random, 40)
            let runs = TextEdit.runs(from: old, to: new)
            let made = TextEdit.apply(runs, to: old)
            #expect(made.utf8.elementsEqual(new.utf8), "seed \(seed)")
            #expect(runs.isEmpty == old.utf8.elementsEqual(new.utf8), "seed \(seed)")
            let viaHistory = TextHistory(concurrent(old, runs)).text
            #expect(viaHistory.utf8.elementsEqual(new.utf8), "seed \(seed)")
        }
    }

    @Test("runs cut no cluster, go from left to right, and do not touch", arguments: 0..<4)
    func wholeClusters(slice: Int) {
        for seed in stride(from: slice, to: 4_000, by: 4) {
            var random = SplitMix64(seed: seed)
            let old = Self.text(&random, 40)
            let new = Self.changed(old, &random)
            let (oldEnds, newEnds) = (Self.clusterEnds(old), Self.clusterEnds(new))
            var shift = 0
            var end = -1
            for run in TextEdit.runs(from: old, to: new) {
                let typed = codePoints(run.inserted).count
                #expect(run.deleted > 0 || typed > 0)
                #expect(run.position > end, "seed \(seed)")
                #expect(oldEnds.contains(run.position - shift), "seed \(seed)")
                #expect(oldEnds.contains(run.position - shift + run.deleted), "seed \(seed)")
                #expect(newEnds.contains(run.position), "seed \(seed)")
                #expect(newEnds.contains(run.position + typed), "seed \(seed)")
                shift += typed - run.deleted
                end = run.position + typed
            }
        }
    }

    private static func clusterEnds(_ text: String) -> Set<Int> {
        var ends: Set<Int> = [0]
        var end = 0
        for character in text {
            end += character.unicodeScalars.count
            ends.insert(end)
        }
        return ends
    }

    @Test("two who each change another word get both changes", arguments: 0..<4)
    func disjointWords(slice: Int) {
        let words = ["one", "two", "three", "fünf", "sechs", "seven", "漢字", "neun"]
        for seed in stride(from: slice, to: 1_000, by: 4) {
            var random = SplitMix64(seed: seed)
            let base = (0..<(4 + random.below(8))).map { _ in random.pick(words) }
            let first = random.below(base.count - 2)
            let second = first + 2 + random.below(base.count - first - 2)
            var (one, two, both) = (base, base, base)
            one[first] = random.pick(["X", "threes", "einzig"])
            two[second] = random.pick(["Y", "seventh", "anders"])
            (both[first], both[second]) = (one[first], two[second])
            let text = base.joined(separator: " ")
            let edits = [one, two].map {
                TextEdit.runs(from: text, to: $0.joined(separator: " "))
            }
            for replicas in ["ab", "ba"] {
                let ops = concurrent(text, edits[0], edits[1], by: replicas)
                #expect(TextHistory(ops).text == both.joined(separator: " "), "seed \(seed)")
            }
        }
    }

    @Test(
        "an edit is a small edit",
        arguments: [
            ("one two three", "one TWO three", [run(4, 3, "TWO")]),
            ("one two", "one two three", [run(7, 0, " three")]),
            ("the dog runs", "the big dog runs", [run(3, 0, " big")]),
            ("the big dog runs", "the dog runs", [run(3, 4, "")]),
            ("say teh word", "say the word", [run(4, 3, "the")]),
            ("remarkable", "unremarkable", [run(0, 0, "un")]),
            ("internationalise", "internationalize", [run(14, 1, "z")]),
            ("ha", "ha ha", [run(2, 0, " ha")]),
            ("aaa", "aaaa", [run(3, 0, "a")]),
            ("go to town now", "come by car now", [run(0, 10, "come by car")]),
            ("cafe\u{301}", "café", [run(3, 2, "é")]),
            ("line\r\n", "line\n", [run(4, 2, "\n")]),
            ("🇩🇪", "🇩🇫", [run(0, 2, "🇩🇫")]),
            ("", "new", [run(0, 0, "new")]),
            ("old", "", [run(0, 3, "")]),
            ("same", "same", []),
        ] as [(String, String, [TextRun])])
    func smallEdits(old: String, new: String, runs: [TextRun]) {
        #expect(TextEdit.runs(from: old, to: new) == runs)
    }

    @Test("two who rewrite one sentence leave two sentences, not dealt out in turns")
    func rewrittenSentence() {
        let base = "we go to town"
        let edits = ["they come by car", "all ran from here"].map {
            TextEdit.runs(from: base, to: $0)
        }
        let text = TextHistory(concurrent(base, edits[0], edits[1])).text
        #expect(text == "they come by carall ran from here")
    }

    @Test("texts without anything in common are replaced, however long")
    func boundedWork() {
        let old = (0..<20_000).map { "a\($0)" }.joined(separator: " . ")
        let new = (0..<20_000).map { "b\($0)" }.joined(separator: "-")
        let runs = TextEdit.runs(from: old, to: new)
        #expect(runs.count == 1)
        #expect(TextEdit.apply(runs, to: old) == new)
    }

    @Test("equal runs have equal bytes, not only equivalent ones")
    func runEquality() {
        #expect(run(0, 0, "é") != run(0, 0, "e\u{301}"))
        #expect(run(1, 2, "é") == run(1, 2, "é"))
        #expect(run(1, 2, "é").hashValue == run(1, 2, "é").hashValue)
    }
}
