import AnnotationModel
import Testing
import TextAnchoring

@Suite struct LocateTests {
    private let source = """
        The mill stands by the river. It grinds wheat for the town and rye for itself.

        The bakery opens at five. Every loaf is weighed twice, and every scale is checked.

        Every loaf is weighed twice by the inspector as well, who likes the crust.
        """

    private func described(_ quote: String, in source: String) throws -> AnchorDescription {
        let text = try PlainTextExtractor.extract(source).text
        let range = try #require(QuoteMatcher(text).occurrences(of: quote).first)
        return try #require(text.describe(range, version: version(1)))
    }

    private func locate(_ quote: String, _ edit: (String) -> String) throws -> (
        AnchorOutcome, words: String?
    ) {
        let text = try PlainTextExtractor.extract(edit(source)).text
        let outcome = QuoteMatcher(text).locate(
            try described(quote, in: source), version: version(2))
        return (outcome, outcome.range.flatMap { text.slice($0) })
    }

    @Test(arguments: Fixture.allCases, 0..<8 as Range<UInt64>)
    func describeThenLocateOnTheSameVersionIsTheIdentity(
        _ fixture: Fixture, _ seed: UInt64
    ) throws {
        var random = SplitMix64(seed: seed)
        let matcher = QuoteMatcher(try fixture.article.text)
        for _ in 0..<50 {
            let start = Int.random(in: 0..<matcher.text.codePoints, using: &random)
            let end = Int.random(in: start + 1...matcher.text.codePoints, using: &random)
            let described = try #require(matcher.text.describe(start..<end, version: version(1)))
            let outcome = matcher.locate(described, version: version(1))
            #expect(outcome == AnchorOutcome(state: .exact, range: start..<end, score: 1))
        }
    }

    /// Ranges of whole letters, with no white space or mark without width at their ends.
    @Test(arguments: Fixture.allCases, 0..<8 as Range<UInt64>)
    func describeThenLocateByQuoteAloneIsTheIdentity(_ fixture: Fixture, _ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let matcher = QuoteMatcher(try fixture.article.text)
        let string = matcher.text.string
        var letters: [Range<Int>] = []
        var position = 0
        for cluster in string {
            let end = position + cluster.unicodeScalars.count
            if !cluster.isWhitespace, cluster != "\u{AD}", cluster != "\u{200B}" {
                letters.append(position..<end)
            }
            position = end
        }
        for _ in 0..<25 {
            let first = Int.random(in: 0..<letters.count, using: &random)
            let last = Int.random(in: first..<min(letters.count, first + 90), using: &random)
            let range = letters[first].lowerBound..<letters[last].upperBound
            let described = try #require(matcher.text.describe(range, version: version(1)))
            #expect(matcher.occurrences(of: described.quote.exact).contains(range))
            let outcome = matcher.locate(described, version: version(2))
            #expect(outcome.range == range, "\(described.quote)")
            #expect(outcome.state == .exact)
        }
    }

    @Test func textAddedElsewhereLeavesANoteExact() throws {
        let (outcome, words) = try locate("grinds wheat") { "A new title\n\nAnd a lead.\n\n" + $0 }
        #expect(outcome.state == .exact)
        #expect(words == "grinds wheat")
        #expect(outcome.score > 0.8)
    }

    @Test func surroundingsDecideBetweenTwins() throws {
        let (outcome, words) = try locate("Every loaf is weighed twice") {
            $0.replacing("The mill stands by the river.", with: "")
        }
        #expect(outcome.state == .exact)
        #expect(words == "Every loaf is weighed twice")
        let (other, _) = try locate("weighed twice by") { $0 }
        #expect((outcome.range?.upperBound ?? .max) < (other.range?.lowerBound ?? 0))
    }

    @Test func aTwinIsNotTakenForADeletedOriginal() throws {
        let (outcome, _) = try locate("Every loaf is weighed twice") {
            $0.replacing("Every loaf is weighed twice, and", with: "Nothing is weighed there, but")
        }
        #expect(outcome.state == .uncertain)
    }

    @Test func typographyMayChange() throws {
        let text = "He said \"wait - no...\" and left the room at once, as he had said."
        let edited = "He said “wait – no…” and left the room at once, as he had said."
        let matcher = QuoteMatcher(ArticleText(canonical: edited))
        let outcome = matcher.locate(
            try described("\"wait - no...\"", in: text), version: version(2))
        #expect(outcome.state == .exact)
        #expect(outcome.range == 8..<20)
    }

    @Test func aLongQuoteInOtherSurroundingsHasMoved() throws {
        let (outcome, words) = try locate(
            "Every loaf is weighed twice, and every scale is checked."
        ) {
            _ in
            "Quite another article.\n\nEvery loaf is weighed twice, and every scale is checked."
        }
        #expect(outcome.state == .moved)
        #expect(words == "Every loaf is weighed twice, and every scale is checked.")
    }

    @Test func aShortQuoteInOtherSurroundingsIsUncertain() throws {
        let (outcome, _) = try locate("at five") { _ in "Tea is served at five o'clock." }
        #expect(outcome.state == .uncertain)
        #expect(outcome.range == nil)
        #expect(outcome.candidates == [14..<21])
    }

    @Test func equalSurroundingsAreUncertainAndListed() throws {
        let line = "No. The answer to this question is no, and it will remain no. "
        let repeated = String(repeating: line, count: 9)
        let text = ArticleText(canonical: repeated)
        let range = line.unicodeScalars.count * 4 + 8..<line.unicodeScalars.count * 4 + 14
        let described = try #require(text.describe(range, version: version(1)))
        let outcome = QuoteMatcher(text).locate(described, version: version(2))
        #expect(outcome.state == .uncertain)
        #expect(outcome.candidates.count == QuoteMatcher.uncertainMax)
        #expect(outcome.candidates.first == range)
    }

    @Test func wordsThatAreGoneLeaveAnOrphan() throws {
        let (outcome, _) = try locate("who likes the crust") {
            $0.replacing("who likes the crust", with: "but not always")
        }
        #expect(outcome == .orphan)
    }

    @Test func aPositionThatDoesNotFitItsVersionIsNotTrusted() throws {
        let text = ArticleText(canonical: "one two three")
        let matcher = QuoteMatcher(text)
        let quote = TextQuoteSelector(exact: "two", prefix: "one ", suffix: " three")
        for (start, end) in [(0, 3), (-4, 2), (5, 4), (Int.max, Int.min), (0, Int.max)] {
            let described = AnchorDescription(
                quote: quote, position: TextPositionSelector(start: start, end: end), heading: "",
                version: version(1))
            #expect(matcher.locate(described, version: version(1)).range == 4..<7)
        }
    }
}
