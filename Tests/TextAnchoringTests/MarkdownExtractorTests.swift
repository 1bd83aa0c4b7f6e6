import AnnotationModel
import Markdown
import Testing
import TextAnchoring

@Suite struct MarkdownExtractorTests {
    private func canonical(_ source: String) throws -> String {
        try MarkdownExtractor.extract(source).text.string
    }

    @Test func theFixtureBecomesItsWords() throws {
        let article = try Fixture.lighthouse.article
        #expect(article.title == "Keeping a weather log")
        let blocks = article.text.string.split(separator: "\n").map(String.init)
        #expect(blocks[0] == "Keeping a weather log")
        #expect(blocks[1].contains("care whether it rained on a Thursday"))
        #expect(blocks.contains("the instrument, by name (a list of ours);"))
        #expect(
            blocks.contains(
                "A corrected reading without its raw value is a rumour with a decimal point."))
        #expect(blocks.contains("Rain: millimetres, read at 09:00 even on Sundays"))
        #expect(blocks.contains("    tail -n 1"))
        #expect(blocks.contains("A page of the log, with coffee"))
        #expect(blocks.contains("Inline markup goes, its words stay. Fish & chips — and a hard"))
        #expect(blocks.last == "break. The end.")
        #expect(!article.text.string.contains("example.org"))
        #expect(!article.text.string.contains("leaves nothing"))
    }

    @Test func headingsKnowTheirPlaces() throws {
        let article = try Fixture.lighthouse.article
        #expect(article.headings.map(\.level) == [1, 2, 2, 2])
        #expect(
            article.headings.map { article.text.slice($0.range) } == [
                "Keeping a weather log", "What to write", "A reader in shell",
                "Setext headings work too",
            ])
        let quote = try #require(QuoteMatcher(article.text).occurrences(of: "wettest day").first)
        let described = try #require(article.text.describe(quote, version: version(1)))
        #expect(described.heading == "A reader in shell")
    }

    @Test(arguments: [
        ("a\r\nb\rc\n\nd", "a b c\nd"),
        ("- one\n- two\n\n  three\n", "one\ntwo\nthree"),
        ("    code  here\n\n\n    more\n", "code  here\n\n\nmore"),
        ("```\n\n  x\n\n```", "  x"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("# a<br>b", "a b"),
        ("a <!-- gone --> b", "a b"),
        ("[a][1] &copy;\n\n[1]: http://x.example", "a ©"),
        ("***\n\nafter", "after"),
        ("#\n\ntext", "text"),
        ("# é\u{301}x\n# y", "é\u{301}x\ny"),
    ])
    func markupLeavesItsText(_ source: String, _ expected: String) throws {
        #expect(try canonical(source).utf8.elementsEqual(expected.utf8))
    }

    @Test func theTitleIsTheFirstHeadingElseTheFirstLine() throws {
        #expect(try MarkdownExtractor.extract("lead\n\n## Head\n").title == "Head")
        #expect(try MarkdownExtractor.extract("lead line\n\nnext").title == "lead line")
        #expect(try MarkdownExtractor.extract("      code\n    more").title == "code")
    }

    @Test(arguments: [
        ">", "[", "*", "* ", "- ", "1) ", "[a](", "*a_ ", "`a", "<", "&", "\\", "> a\n",
    ])
    func deepNestingIsReadWithoutStackOrDelay(_ unit: String) throws {
        let source = String(repeating: unit, count: 50_000) + "end\n"
        #expect(try canonical(source).contains("end"))
    }

    @Test func imagesAreLimited() throws {
        let image = "![[]()"
        let most = String(repeating: image, count: MarkdownExtractor.imagesMax)
        #expect(try canonical(most).isEmpty == false)
        #expect(throws: ExtractionError.tooManyImages(max: MarkdownExtractor.imagesMax)) {
            try canonical(most + image)
        }
    }

    @Test func whatIsNoArticleIsRefused() {
        for source in ["", " \n", "<div>\n</div>", "[1]: http://x.example\n", "***", "```\n \n```"]
        {
            #expect(throws: ExtractionError.empty) { try canonical(source) }
        }
        #expect(throws: ExtractionError.nul(byteOffset: 2)) { try canonical("a\n\0") }
    }

    @Test func theLargestSourceIsTakenAndOneByteMoreIsNot() throws {
        let max = MarkdownExtractor.sourceBytesMax
        let largest = String(repeating: "𐍈", count: max / 4)
        #expect(try MarkdownExtractor.extract(largest).text.codePoints == max / 4)
        #expect(throws: ExtractionError.tooLarge(bytes: max + 1, bytesMax: max)) {
            try canonical(largest + "a")
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func noiseNeverTraps(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "#", " ", "\n", "\r\n", "*", "_", "`", "```\n", "[", "](", ")", "!", "<", ">", "<b>",
            "- ", "1. ", "\\", "&amp;", "x", "é", "e\u{301}", "👩‍👧", "    ", "\t", "---\n", "|",
        ]
        var source = "x\n"
        for _ in 0..<300 { source += pieces.randomElement(using: &random) ?? "" }
        let article = try MarkdownExtractor.extract(source)
        #expect(!article.text.utf8.contains(0x0D))
        for heading in article.headings {
            #expect(article.text.slice(heading.range)?.contains("\n") == false)
        }
    }
}
