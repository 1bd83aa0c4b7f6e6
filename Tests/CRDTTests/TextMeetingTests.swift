import CRDT
import Testing

@Suite struct TextMeetingTests {
    /// What two edits of one text meet in, the same whichever replica's name is the lesser.
    private func kinds(_ base: String, _ one: [TextRun], _ two: [TextRun]) -> [TextMeeting.Kind] {
        let found = ["ab", "ba"].map { replicas in
            TextHistory(concurrent(base, one, two, by: replicas)).contested
        }
        #expect(found[0].map(\.kind) == found[1].map(\.kind))
        for meeting in found.joined() {
            #expect(meeting.first == textID("a", 1) && meeting.second == textID("b", 1))
        }
        return found[0].map(\.kind)
    }

    private func kinds(_ base: String, _ one: String, _ two: String) -> [TextMeeting.Kind] {
        kinds(base, TextEdit.runs(from: base, to: one), TextEdit.runs(from: base, to: two))
    }

    @Test("edits of different words meet nowhere")
    func apart() {
        #expect(kinds("one two three", "one TWO three", "one two three four").isEmpty)
        #expect(kinds("one two three", "ONE two three", "one two THREE").isEmpty)
        #expect(kinds("the dog runs", "the dog big runs", "the cat runs").isEmpty)
        #expect(kinds("one two three", "one three", "one two three!").isEmpty)
    }

    @Test("typing at one place meets there")
    func onePlace() {
        #expect(kinds("[]", [run(1, 0, "x")], [run(1, 0, "y")]) == [.onePlace])
        #expect(kinds("", [run(0, 0, "first")], [run(0, 0, "second")]) == [.onePlace])
        #expect(kinds("a b", [run(1, 0, "x")], [run(1, 0, "y")]).contains(.onePlace))
    }

    @Test("typing into what the other deletes meets")
    func typedIntoDeleted() {
        let kinds = kinds("one two three", [run(3, 4, "")], [run(5, 0, "-")])
        #expect(kinds.contains(.typedIntoDeleted))
        #expect(!kinds.contains(.overlappingDeletion))
        let behind = self.kinds("one two three", [run(3, 4, "")], [run(7, 0, ",")])
        #expect(!behind.contains(.typedIntoDeleted))
    }

    @Test("deleting the same characters meets")
    func overlappingDeletion() {
        #expect(kinds("- - - -", [run(0, 3, "")], [run(2, 3, "")]) == [.overlappingDeletion])
        #expect(kinds("- - - -", [run(0, 2, "")], [run(2, 2, "")]).isEmpty)
    }

    @Test("changing one word meets, by typing, deleting or dividing it")
    func oneWord() {
        #expect(kinds("international", [run(0, 1, "I")], [run(13, 0, "s")]) == [.oneWord])
        #expect(kinds("international", [run(5, 0, " ")], [run(13, 0, "s")]) == [.oneWord])
        #expect(kinds("well known", [run(4, 1, "")], [run(10, 0, "s")]).isEmpty)
        #expect(kinds("a dog", [run(5, 0, "s")], [run(5, 0, " big")]) == [.onePlace])
    }

    @Test("two who correct one word the same way meet in every way there is")
    func sameCorrection() {
        #expect(kinds("say teh word", "say the word", "say the word").contains(.onePlace))
        #expect(
            kinds("say teh word", "say the word", "say the word").contains(.overlappingDeletion))
    }

    @Test("ops that know each other do not meet")
    func known() {
        let root = concurrent("one word")
        let line = chain(
            "a", on: [root[0].id],
            [[run(4, 4, "place")], [run(4, 0, "x")], [run(4, 3, "")], [run(4, 0, "y")]])
        #expect(TextHistory(root + line).contested.isEmpty)
        let aside = chain("b", on: [root[0].id], [[run(0, 0, "> ")]])
        #expect(TextHistory(root + line + aside).contested.isEmpty)
    }

    @Test("only concurrent ops are listed, ascending, each pair once a way", arguments: 0..<4)
    func concurrency(slice: Int) {
        var count = 0
        for seed in stride(from: slice, to: 1_200, by: 4) {
            var random = SplitMix64(seed: seed)
            let ops = RandomTextGraph.ops(seed: seed, isTight: seed % 8 >= 4)
            let tree = PlainTextTree(ops)
            let found = TextHistory(ops).contested
            count += found.count
            #expect(found == found.sorted() && Set(found).count == found.count)
            for meeting in found {
                #expect(meeting.first < meeting.second)
                #expect(!tree.version([meeting.first]).contains(meeting.second), "seed \(seed)")
                #expect(!tree.version([meeting.second]).contains(meeting.first), "seed \(seed)")
            }
            let overlaps = Set(found.filter { $0.kind == .overlappingDeletion })
            #expect(overlaps == Self.overlaps(tree), "seed \(seed)")
            let places = Set(found.filter { $0.kind == .onePlace })
            #expect(places == Self.places(tree), "seed \(seed)")
            let other = TextHistory(ops.shuffled(using: &random)).contested
            #expect(other == found)
        }
        #expect(count > 100)
    }

    /// Pairs that deleted one character.
    private static func overlaps(_ tree: PlainTextTree) -> Set<TextMeeting> {
        var found: Set<TextMeeting> = []
        for node in tree.order {
            for one in node.deleters {
                for two in node.deleters where one < two {
                    found.insert(TextMeeting(one, two, kind: .overlappingDeletion))
                }
            }
        }
        return found
    }

    /// Pairs whose characters stand in the order of their identities.
    private static func places(_ tree: PlainTextTree) -> Set<TextMeeting> {
        var found: Set<TextMeeting> = []
        for one in tree.order {
            for two in tree.order where one.parent === two.parent {
                guard let mine = one.op, let its = two.op, mine < its, let parent = one.parent,
                    parent.lefts.contains(where: { $0 === one })
                        == parent.lefts.contains(where: { $0 === two }),
                    one.rightOrigin === two.rightOrigin
                else { continue }
                found.insert(TextMeeting(mine, its, kind: .onePlace))
            }
        }
        return found
    }
}
