import AnnotationModel
import Octets
import Testing

@Suite struct IdentifierTests {
    private let octets = Octets16(high: 0x0123_4567_89AB_CDEF, low: 0xF0E1_D2C3_B4A5_9687)

    @Test func annotationsAreShownInLettersAndArticlesInHexadecimal() {
        #expect(AnnotationID(octets).text == "klmnopqrstuvwxyzzkylxmwnvouptqsr")
        #expect(ArticleID(octets).text == "0123456789abcdeff0e1d2c3b4a59687")
    }

    @Test func theFullFormIsReadBackAndNoOther() {
        #expect(AnnotationID(text: AnnotationID(octets).text) == AnnotationID(octets))
        #expect(ArticleID(text: ArticleID(octets).text) == ArticleID(octets))
        #expect(AnnotationID(text: ArticleID(octets).text) == nil)
        #expect(ArticleID(text: AnnotationID(octets).text) == nil)
        #expect(ArticleID(text: "0123") == nil)
    }

    @Test func entitiesKeepTheOctetsOfWhatTheyAre() {
        #expect(EntityID(AnnotationID(octets)).octets == octets)
        #expect(EntityID(ArticleID(octets)).octets == octets)
        #expect(EntityID(SetID(octets)).octets == octets)
        #expect(AccountID.none.octets == .zero)
        #expect(AccountID.none < AccountID(octets))
    }

    @Test func selectorsDifferWhenOnlyTheirNormalFormDiffers() {
        let composed = TextQuoteSelector(exact: "caf\u{E9}", prefix: "", suffix: "")
        let decomposed = TextQuoteSelector(exact: "cafe\u{301}", prefix: "", suffix: "")
        #expect(composed != decomposed)
        #expect(composed == TextQuoteSelector(exact: "caf\u{E9}", prefix: "", suffix: ""))
    }
}
