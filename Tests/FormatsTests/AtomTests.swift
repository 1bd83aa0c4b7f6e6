import Formats
import Testing

@Suite("The Atom feed")
struct AtomTests {
    @Test("entries have what RFC 4287 asks for, the latest change first")
    func entries() {
        let work = ExchangeWork(title: "T", url: "https://a.example/?a=1&b=2")
        var old = ExchangeNote(key: "old", work: work)
        old.text = "first\nsecond <b>"
        old.created = 1_566_622_560_000
        old.tags = ["a & b"]
        var new = ExchangeNote(key: "n w", work: work)
        new.quote = ExchangeQuote(exact: "passage")
        new.parent = "old"
        new.creator = "Ada"
        new.created = 1_566_622_560_000
        new.modified = 1_566_622_561_500
        let text = AtomWriter.write(
            [ExchangeSheet(work: work, notes: [old, new])], name: "press & co", id: "s1",
            url: "https://b.example/feed.atom", updated: 0)
        let feed = Markup(text)
        #expect(feed.faults.isEmpty)
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns="))
        #expect(
            feed.all("feed").map { $0.attributes["xmlns"] } == ["http://www.w3.org/2005/Atom"])
        #expect(
            feed.all("id").map(\.text) == [
                "urn:postil:set:s1", "urn:postil:note:n%20w", "urn:postil:note:old",
            ])
        #expect(
            feed.all("updated").map(\.text) == [
                "2019-08-24T04:56:01Z", "2019-08-24T04:56:01.500Z", "2019-08-24T04:56:00.000Z",
            ])
        #expect(feed.all("title").map(\.text) == ["press & co", "passage", "first second <b>"])
        #expect(feed.all("name").map(\.text) == ["Ada", "unknown"])
        #expect(feed.all("category").map { $0.attributes["term"] } == ["a & b"])
        #expect(feed.all("thr:in-reply-to").map { $0.attributes["ref"] } == ["urn:postil:note:old"])
        #expect(
            feed.all("link").map { $0.attributes["href"] } == [
                "https://b.example/feed.atom", work.url, work.url,
            ])
        #expect(feed.all("blockquote").map(\.text) == ["passage"])
        #expect(feed.all("br").count == 1)
    }

    @Test("whatever is in it, the feed is well-formed")
    func hostile() {
        var random = RandomNotes(seed: 3)
        for round in 0..<40 {
            let sheets = (0..<3).map { random.sheet($0, notes: 10) }
            let text = AtomWriter.write(
                sheets, name: random.text(9), id: random.text(9), updated: 1)
            let feed = Markup(text)
            #expect(feed.faults.isEmpty, "round \(round)")
            #expect(feed.all("entry").count == 30 && feed.all("feed").count == 1)
            #expect(feed.all("name").allSatisfy { !$0.text.isEmpty })
            #expect(!feed.all("title").contains { $0.text.unicodeScalars.contains("\u{202E}") })
        }
    }

    @Test("a feed without entries has the time it is given")
    func empty() {
        let feed = Markup(AtomWriter.write([], name: "", id: "", updated: 1_566_622_560_000))
        #expect(feed.all("updated").map(\.text) == ["2019-08-24T04:56:00Z"])
        #expect(feed.all("id").map(\.text) == ["urn:postil:set:none"] && feed.all("link").isEmpty)
    }
}
