import Testing
import TextAnchoring

@Suite struct PlainTextExtractorTests {
    private func canonical(_ source: String) throws -> String {
        try PlainTextExtractor.extract(source).text.string
    }

    @Test(arguments: [
        ("one\n\ntwo", "one\ntwo"),
        ("one\r\n\r\n\r\ntwo\r\nthree\rfour", "one\ntwo\nthree\nfour"),
        ("  a \t b  \n\n \t \n c ", "a b\nc"),
        ("a\u{0B}b\u{0C}c\u{85}d\u{2028}e\u{2029}f", "a\nb\nc\nd\ne\nf"),
        ("\u{3000}一\u{3000}二\u{3000}", "一\u{3000}二"),
        ("5\u{A0}km \u{A0} on", "5\u{A0}km \u{A0} on"),
        ("e\u{301} \u{E9}", "e\u{301} \u{E9}"),
        ("co\u{AD}op \u{200B}x\u{1B}[0m", "co\u{AD}op \u{200B}x\u{1B}[0m"),
    ])
    func whiteSpaceIsFoldedAndAllElseStays(_ source: String, _ expected: String) throws {
        #expect(try canonical(source).utf8.elementsEqual(expected.utf8))
    }

    @Test func aPoemKeepsItsLines() throws {
        let poem = "The kettle sings,\nthe window clears,\n\na gull walks in\nand no one hears."
        #expect(
            try canonical(poem)
                == "The kettle sings,\nthe window clears,\na gull walks in\nand no one hears.")
    }

    @Test func linesWrappedByMachineAreJoinedAndListsAreNot() throws {
        let blocks = try Fixture.train.article.text.string.split(separator: "\n")
        #expect(blocks.count == 10)
        #expect(blocks[2].hasPrefix("This file was written"))
        #expect(blocks[2].hasSuffix("must still be found."))
        #expect(blocks[3] == "The second paragraph starts with a tab and has uneven spaces.")
        #expect(blocks[5] == "the train goes over the river,")
        #expect(blocks[8].hasSuffix("to fit in the column"))
    }

    @Test func withoutABlankLineBetweenLinesNothingIsJoined() throws {
        let line = String(repeating: "word ", count: 14) + "end"
        #expect(try canonical("\n\n\(line)\n\(line)\n\n") == "\(line)\n\(line)")
        #expect(try canonical("T\n\n\(line)\n\(line)") == "T\n\(line) \(line)")
    }

    @Test func longLinesOneAParagraphAreNeverJoined() throws {
        let line = String(repeating: "word ", count: 60)
        #expect(try canonical("T\n\n\(line)\n\(line)").split(separator: "\n").count == 3)
    }

    @Test(arguments: Fixture.plain)
    func extractionOfACanonicalTextChangesNothing(_ fixture: Fixture) throws {
        let once = try fixture.article
        #expect(try PlainTextExtractor.extract(once.text.string) == once)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func extractionOfNoiseNeverTrapsAndIsIdempotent(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [
            " ", "\n", "\r", "\r\n", "\t", "a", "bc", "word and word", "- ", "7. ", "\u{A0}", "é",
            "e\u{301}", "\u{301}", "👩‍👩‍👧", "\u{200D}", "\u{3000}", "漢", "\u{2028}", "\u{0C}",
        ]
        var source = "x"
        for _ in 0..<400 { source += pieces.randomElement(using: &random) ?? "" }
        let once = try PlainTextExtractor.extract(source)
        let twice = try PlainTextExtractor.extract(once.text.string)
        #expect(twice.text.utf8 == once.text.utf8)
        #expect(!once.text.utf8.contains(0x0D))
        let blocks = once.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(blocks.count { $0.isEmpty } == 0)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func randomBytesAreTextOrATypedError(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &random) }
        let repaired = String(decoding: bytes.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        #expect(try PlainTextExtractor.extract(repaired).text.codePoints > 0)
        #expect(throws: ExtractionError.self) { try SourceText.decode(bytes) }
    }

    @Test func whatIsNoArticleIsRefused() {
        #expect(throws: ExtractionError.empty) { try canonical("") }
        #expect(throws: ExtractionError.empty) { try canonical(" \r\n\t\u{A0}\u{3000}\n") }
        #expect(throws: ExtractionError.nul(byteOffset: 3)) { try canonical("é\n\0") }
    }

    @Test func theLargestSourceIsTakenAndOneByteMoreIsNot() throws {
        let max = PlainTextExtractor.sourceBytesMax
        let largest = String(repeating: "𐍈", count: max / 4)
        #expect(try PlainTextExtractor.extract(largest).text.codePoints == max / 4)
        #expect(throws: ExtractionError.tooLarge(bytes: max + 1, bytesMax: max)) {
            try PlainTextExtractor.extract(largest + "a")
        }
    }

    @Test func theTitleIsTheFirstLineCutBetweenWords() throws {
        #expect(try Fixture.harbour.article.title == "The harbour that learned to wait")
        #expect(try PlainTextExtractor.extract("\n\n  A   title \n\nText").title == "A title")
        let exact = String(repeating: "x", count: 200)
        #expect(try PlainTextExtractor.extract(exact).title == exact)
        let over = try PlainTextExtractor.extract(exact + "y").title
        #expect(over == String(repeating: "x", count: 199) + "…")
        let words = String(repeating: "five ", count: 50)
        let title = try PlainTextExtractor.extract(words).title
        #expect(title.hasSuffix(" five…"))
        #expect(title.unicodeScalars.count <= 200)
    }
}
