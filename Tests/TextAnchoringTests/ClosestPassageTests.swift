import Testing
import TextAnchoring

@Suite struct ClosestPassageTests {
    @Test(
        arguments: [
            (.harbour, "a surender dressed as a shedule", "a surrender dressed as a schedule"),
            (.harbour, "nobody asked the eelgras.", "Nobody asked the eelgrass."),
            (.harbour, "surendered", "surrender"),
            (.harbour, "six weeks of barley in its silos", "six weeks of wheat in its silos"),
            (.harbour, "we were buying three feet of depth", "We were buying two feet of depth"),
            (.chaya, "坂が長いなら、茶が旨い", "坂が長いから、茶が旨い"),
            (.bagh, "آب رفته است، ولی خاک هنوز", "آب رفته است، اما خاک هنوز"),
            (.train, "a quote may cross such a lime", "A quote may cross such a line"),
        ] as [(Fixture, String, String)])
    func theHintIsThePassageMostLikeTheQuote(
        _ fixture: Fixture, _ typed: String, _ expected: String
    ) throws {
        let matcher = QuoteMatcher(try fixture.article.text)
        guard case .none(let closest?) = matcher.choose(typed) else {
            Issue.record("no hint")
            return
        }
        #expect(closest.text == expected)
        #expect(matcher.text.slice(closest.range) == expected)
        #expect((50...99).contains(closest.likenessPercent))
    }

    @Test func likenessFallsWithEveryChange() {
        let matcher = QuoteMatcher(ArticleText(canonical: "alpha beta gamma delta"))
        let likeness = ["beta gumma", "betta gumma", "betta gummu"].map {
            matcher.closest(to: $0)?.likenessPercent
        }
        #expect(likeness == [90, 81, 72])
    }

    @Test func whatIsLikeNothingHasNoHint() throws {
        let matcher = QuoteMatcher(try Fixture.harbour.article.text)
        #expect(matcher.choose("zqxj vkzq jjxw qqzz") == .none(closest: nil))
        #expect(matcher.choose("§") == .none(closest: nil))
        #expect(matcher.choose("") == .none(closest: nil))
        #expect(QuoteMatcher(ArticleText(canonical: "")).choose("abc") == .none(closest: nil))
    }

    @Test func aVeryLongQuoteIsComparedByItsBeginning() throws {
        let text = try Fixture.harbour.article.text
        let quote = try #require(text.slice(300..<2300)).replacing("the", with: "thé")
        let closest = try #require(QuoteMatcher(text).closest(to: quote))
        #expect((295...305).contains(closest.range.lowerBound))
        #expect(closest.likenessPercent > 90)
    }
}
