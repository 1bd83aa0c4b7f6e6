import AnnotationModel
import Testing
import TextAnchoring

@Suite struct QuoteChoiceTests {
    private let twice = "The decision was simple to write down."
    private var matcher: QuoteMatcher {
        get throws { QuoteMatcher(try Fixture.harbour.article.text) }
    }

    private func one(_ choice: QuoteChoice) -> QuoteCandidate? {
        if case .one(let candidate) = choice { candidate } else { nil }
    }

    @Test func aQuoteThatOccursOnceIsMeant() throws {
        let candidate = try #require(one(try matcher.choose("the letter, unopened, now hangs")))
        #expect(candidate.number == 1)
        #expect(candidate.quote.exact == "the letter, unopened, now hangs")
        #expect(candidate.quote.prefix.hasSuffix("Both are right, and "))
        #expect(candidate.quote.suffix.hasPrefix(" framed in the bar"))
    }

    @Test func aQuoteThatOccursTwiceIsAmbiguousAndShowsBoth() throws {
        guard case .ambiguous(let shown, let count) = try matcher.choose(twice) else {
            Issue.record("not ambiguous")
            return
        }
        #expect(count == 2)
        #expect(shown.map(\.number) == [1, 2])
        #expect(shown.allSatisfy { $0.quote.exact == twice })
        #expect(shown[0].range.upperBound < shown[1].range.lowerBound)
        #expect(shown[1].quote.suffix.hasPrefix(" What the authority"))
    }

    @Test func aNumberCountsFromOneInReadingOrder() throws {
        let all = try matcher.occurrences(of: twice)
        #expect(one(try matcher.choose(twice, number: 1))?.range == all[0])
        #expect(one(try matcher.choose(twice, number: 2))?.range == all[1])
        for number in [0, 3, -1, Int.max, Int.min] {
            guard case .excluded(let shown, 2) = try matcher.choose(twice, number: number) else {
                Issue.record("\(number) is a place")
                continue
            }
            #expect(shown.count == 2)
        }
    }

    @Test func whatStandsBesideTheQuoteSinglesItOut() throws {
        let all = try matcher.occurrences(of: twice)
        #expect(one(try matcher.choose(twice, after: "It was not simple"))?.range == all[0])
        #expect(one(try matcher.choose(twice, before: "beside the tide table."))?.range == all[1])
        #expect(one(try matcher.choose(twice, before: "goes.\""))?.range == all[0])
        #expect(one(try matcher.choose(twice, after: "reckoned with"))?.range == all[1])
        #expect(
            one(try matcher.choose(twice, before: "tide table.", after: "What"))?.range == all[1])
        #expect(one(try matcher.choose(twice, number: 1, after: "What"))?.range == all[1])
    }

    @Test func directNeighboursComeBeforeNearOnes() throws {
        let matcher = QuoteMatcher(ArticleText(canonical: "red fox, red hat, blue hat"))
        #expect(one(matcher.choose("hat", before: "red"))?.range == 13..<16)
        #expect(one(matcher.choose("hat", before: "fox"))?.range == nil)
        #expect(one(matcher.choose("hat", after: "blue"))?.range == 13..<16)
    }

    @Test func textThatStandsNowhereBesideItExcludesAll() throws {
        guard case .excluded(_, let count) = try matcher.choose(twice, before: "zebra") else {
            Issue.record("not excluded")
            return
        }
        #expect(count == 2)
    }

    @Test func emptyNeighboursAskNothing() throws {
        #expect(one(try matcher.choose("surrender", before: "", after: " ")) != nil)
    }

    @Test func manyPlacesAreCountedAndTheFirstShown() {
        let text = String(repeating: "so ", count: 1000) + "end"
        let choice = QuoteMatcher(ArticleText(canonical: text)).choose("so")
        guard case .ambiguous(let shown, let count) = choice else {
            Issue.record("not ambiguous")
            return
        }
        #expect(count == 1000)
        #expect(shown.count == QuoteMatcher.candidatesMax)
    }
}
