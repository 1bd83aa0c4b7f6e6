import AnnotationModel
import Testing
import TextAnchoring

@Suite struct ArticleTextTests {
    @Test(arguments: Fixture.allCases)
    func offsetsAgreeWithCountingEveryCodePoint(_ fixture: Fixture) throws {
        let text = try fixture.article.text
        var offset = 0
        for (position, scalar) in text.string.unicodeScalars.enumerated() {
            #expect(text.utf8Offset(ofCodePoint: position) == offset)
            let width = UTF8.width(scalar)
            for byte in offset..<offset + width {
                #expect(text.codePoint(atUTF8Offset: byte) == position)
            }
            offset += width
        }
        #expect(text.codePoints == text.string.unicodeScalars.count)
        #expect(text.utf8Offset(ofCodePoint: text.codePoints) == offset)
        #expect(text.codePoint(atUTF8Offset: offset) == text.codePoints)
    }

    @Test(arguments: [0, 1, 127, 128, 129, 256, 257])
    func offsetsHoldAtTheEdgesOfTheTable(_ count: Int) {
        let text = ArticleText(canonical: String(repeating: "𐍈", count: count))
        #expect(text.utf8Offset(ofCodePoint: count) == 4 * count)
        #expect(text.codePoint(atUTF8Offset: 4 * count) == count)
        #expect(text.utf8Offset(ofCodePoint: count + 1) == nil)
        #expect(text.codePoint(atUTF8Offset: 4 * count + 1) == nil)
        #expect(text.utf8Offset(ofCodePoint: -1) == nil)
        #expect(text.codePoint(atUTF8Offset: -1) == nil)
    }

    @Test func slicesOutsideTheTextAreNil() {
        let text = ArticleText(canonical: "añb")
        #expect(text.slice(1..<3) == "ñb")
        #expect(text.slice(3..<3) == "")
        #expect(text.slice(2..<4) == nil)
        #expect(text.slice(-1..<1) == nil)
        #expect(text.slice(Int.max - 1..<Int.max) == nil)
    }

    @Test func blocksArePiecesBetweenNewlines() {
        let text = ArticleText(canonical: "one\nzwölf\nx")
        #expect(text.blockStarts == [0, 4, 10])
        #expect((0...3).map(text.blockRange) == [0..<3, 4..<9, 10..<11, nil])
        #expect([-5, 0, 3, 4, 9, 10, 99].map(text.block) == [0, 0, 0, 1, 1, 2, 2])
        #expect(text.blockRange(-1) == nil)
    }

    @Test func theNearestHeadingIsTheLastOneAtOrBefore() throws {
        let text = ArticleText(
            canonical: "intro\nA\none\nB\ntwo",
            headings: [
                Heading(level: 2, range: 12..<13), Heading(level: 1, range: 6..<7),
                Heading(level: 1, range: 17..<40),
            ])
        #expect(text.headings.count == 2)
        let described = [0..<2, 6..<7, 8..<9, 14..<16].map {
            text.describe($0, version: version(1))?.heading
        }
        #expect(described == ["", "A", "A", "B"])
    }

    @Test func aDescriptionKeepsSixtyFourCodePointsOfEachSide() throws {
        let text = try Fixture.cafe.article.text
        let described = try #require(text.describe(100..<120, version: version(7)))
        #expect(described.quote.exact.unicodeScalars.count == 20)
        #expect(described.quote.prefix.unicodeScalars.count == 64)
        #expect(described.quote.suffix.unicodeScalars.count == 64)
        #expect(described.quote.prefix == text.slice(36..<100))
        #expect(described.position.start == 100)
        #expect(described.position.end == 120)
        #expect(described.version == version(7))
        #expect(text.describe(0..<1, version: version(7))?.quote.prefix == "")
        #expect(text.describe(5..<5, version: version(7)) == nil)
        #expect(text.describe(5..<text.codePoints + 1, version: version(7)) == nil)
    }
}
