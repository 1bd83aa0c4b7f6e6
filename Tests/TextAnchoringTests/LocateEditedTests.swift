import AnnotationModel
import Testing
import TextAnchoring

/// Where a note goes whose words were changed.
@Suite struct LocateEditedTests {
    private let source = """
        The mill stands by the river. It grinds wheat for the town and rye for itself.

        The bakery opens at five. Every loaf is weighed twice, and every scale is checked
        by an inspector who comes on Mondays and who likes the crust.

        Nobody has ever seen the inspector pay for anything, which the baker does not mind.
        """

    private func outcome(
        of quote: String, _ change: (String) -> String, hasContext: Bool = true
    ) throws -> (AnchorOutcome, words: String?) {
        let old = try PlainTextExtractor.extract(source).text
        let range = try #require(QuoteMatcher(old).occurrences(of: quote).first)
        var described = try #require(old.describe(range, version: version(1)))
        if !hasContext {
            described = AnchorDescription(
                quote: TextQuoteSelector(exact: described.quote.exact, prefix: "", suffix: ""),
                position: described.position, heading: "", version: described.version)
        }
        let text = try PlainTextExtractor.extract(change(source)).text
        let outcome = QuoteMatcher(text).locate(described, version: version(2))
        return (outcome, outcome.range.flatMap { text.slice($0) })
    }

    @Test func changedWordsKeepTheirNote() throws {
        let (outcome, words) = try outcome(
            of: "Every loaf is weighed twice, and every scale is checked"
        ) {
            $0.replacing("weighed twice, and every scale", with: "weighed three times, every scale")
        }
        #expect(outcome.state == .edited)
        #expect(words == "Every loaf is weighed three times, every scale is checked")
        #expect(outcome.score > 0.7 && outcome.score < 1)
    }

    @Test func noWordIsCut() throws {
        let (outcome, words) = try outcome(of: "an inspector who comes on Mondays and who likes") {
            $0.replacing("an inspector who", with: "some inspectors who").replacing(
                "who likes", with: "who dislikes")
        }
        #expect(outcome.state == .edited)
        #expect(words?.hasPrefix("some") == true || words?.hasPrefix("inspectors") == true)
        #expect(words?.hasSuffix(" dislikes") == true)
    }

    @Test func deletedWordsLeaveAnOrphan() throws {
        let (outcome, _) = try outcome(
            of: "Every loaf is weighed twice, and every scale is checked"
        ) {
            $0.replacing(
                "Every loaf is weighed twice, and every scale is checked\nby ", with: "There is ")
        }
        #expect(outcome == .orphan)
    }

    @Test func twinsAreBothListed() throws {
        let quote = "Nobody has ever seen the inspector pay for anything"
        let (outcome, _) = try outcome(of: quote) { text in
            let changed = text.replacing("ever seen the", with: "seen the")
            let paragraphs = changed.split(separator: "\n\n")
            let twin = paragraphs[2].replacing("seen the", with: "seen that")
            return changed + "\n\n" + paragraphs[1] + "\n\n" + twin
        }
        #expect(outcome.state == .uncertain)
        #expect(outcome.range == nil)
        #expect(outcome.candidates.count == 2)
    }

    @Test func surroundingsDecideBetweenTwins() throws {
        let quote = "Nobody has ever seen the inspector pay for anything"
        let (outcome, words) = try outcome(of: quote) {
            $0.replacing("ever seen the", with: "seen the")
                + "\n\nElsewhere it is said:\n\nNobody has seen the inspector pay for anything."
        }
        #expect(outcome.state == .edited)
        #expect(words == "Nobody has seen the inspector pay for anything")
    }

    @Test func aShortQuoteNeedsItsSurroundings() throws {
        let change = { (text: String) in text.replacing("by the river", with: "by that river") }
        let (kept, words) = try outcome(of: "by the river", change)
        #expect(kept.state == .edited)
        #expect(words == "by that river")
        let (lost, _) = try outcome(of: "by the river", change, hasContext: false)
        #expect(lost == .orphan)
    }

    @Test func aLongQuoteWithoutSurroundingsHasToBeAlmostAlike() throws {
        let quote = "Nobody has ever seen the inspector pay for anything"
        let (alike, words) = try outcome(
            of: quote, { $0.replacing("ever seen", with: "even seen") }, hasContext: false)
        #expect(alike.state == .edited)
        #expect(words == quote.replacing("ever seen", with: "even seen"))
        let (unlike, _) = try outcome(
            of: quote, { $0.replacing("the inspector pay", with: "an insect prey") },
            hasContext: false)
        #expect(unlike.state == .uncertain)
        #expect(unlike.candidates.count == 1)
    }

    private func locate(_ exact: String, _ prefix: String, _ suffix: String, in text: String)
        -> AnchorOutcome
    {
        let count = exact.unicodeScalars.count
        let description = AnchorDescription(
            quote: TextQuoteSelector(exact: exact, prefix: prefix, suffix: suffix),
            position: TextPositionSelector(start: 0, end: count), heading: "",
            version: version(1))
        return QuoteMatcher(ArticleText(canonical: text)).locate(description, version: version(2))
    }

    @Test func anUnknownSideSpeaksForNoPlace() {
        #expect(locate("The", "", " cat sat", in: "One dog saw The Hague.").state == .uncertain)
        #expect(locate("Horse", "", " and rider", in: "House wine. Else nothing.") == .orphan)
    }

    @Test func twoMatchesInOneWordAreOnePlace() {
        let outcome = locate("abcdefghij", "", "", in: "abcdefghixabcdefghix")
        #expect(outcome.candidates.count <= 1)
    }

    @Test func oneLongWordIsShort() {
        let text = "Each has one responsibility and no more."
        #expect(locate("responsibilities", "their ", " are", in: text) == .orphan)
    }

    @Test func surroundingsBeatFewerErrors() {
        let quote = "the mill that stands by the river grinds wheat for the town and rye for itself"
        let before = "Nobody here remembers when it was built: "
        let after = "; so it was told to all who asked."
        let changed =
            "the mill which stands at the river now grinds wheat for town and rye for itself"
        let copy = quote.replacing("itself", with: "herself")
        let text = "First, \(copy), they say elsewhere. \(before)\(changed)\(after)"
        let outcome = locate(quote, before, after, in: text)
        let start = "First, \(copy), they say elsewhere. \(before)".unicodeScalars.count
        #expect(outcome.state == .edited)
        #expect(outcome.range?.lowerBound == start)
    }

    @Test func wordsThatStandEverywhereAreUncertain() {
        let text = String(repeating: "a ", count: 20_000) + "end."
        let outcome = locate("a", "x", "y", in: text)
        #expect(outcome.state == .uncertain)
        #expect(outcome.candidates.count == QuoteMatcher.uncertainMax)
    }
}
