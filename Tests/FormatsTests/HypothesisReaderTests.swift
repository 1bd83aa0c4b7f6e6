import Formats
import JSON
import Testing

@Suite("Rows of Hypothesis are read")
struct HypothesisReaderTests {
    private func notes(_ name: String) throws -> [ExchangeNote] {
        let reading = try Reading(
            HypothesisReader.read, Reading.fixture("hypothesis/\(name).json"))
        #expect(reading.error == nil && reading.bad.isEmpty, "\(reading.bad)")
        return reading.notes
    }

    @Test("a note has what its row says")
    func whole() throws {
        let notes = try notes("search")
        #expect(notes.map(\.line) == [2, 3, 4, 6])
        var first = ExchangeNote(
            key: "kQ3-aLoTEe6",
            work: ExchangeWork(title: "Tides", url: "https://paper.example/tides"))
        first.quote = ExchangeQuote(
            exact: "the quay 🌊 floods", prefix: "each spring ", suffix: " twice",
            position: ExchangeQuote.Position(start: 121, end: 139, unit: .utf16))
        first.text = "Is this **still** so? $$x^2$$"
        first.tags = ["harbour", "to check"]
        first.creator = "acct:ana@hypothes.is"
        first.created = 1_709_281_800_123
        first.modified = 1_709_371_800_654
        first.set = "8xQ1abcd"
        #expect(PlainNote(notes[0]) == PlainNote(first))
        #expect(notes[0].origin == "hypothesis")
        #expect(notes.map(\.parent) == [nil, "kQ3-aLoTEe6", "lR4", nil])
        #expect(notes.map(\.quote?.exact) == ["the quay 🌊 floods", nil, nil, "漢字"])
        #expect(notes.map(\.set) == ["8xQ1abcd", "8xQ1abcd", "8xQ1abcd", nil])
        #expect(notes[1].modified == nil && notes[3].modified == 1_709_463_601_000)
        #expect(notes[2].tags == ["done"] && notes[2].work.title.isEmpty)
        #expect(notes[3].quote?.place == "page iii")
        #expect(notes[2].rest?["flagged"] == .bool(true))
    }

    @Test("an export of the client is read, also a note on the whole and one without an id")
    func export() throws {
        let notes = try notes("export")
        #expect(notes.map(\.line) == [6, 18])
        #expect(notes[0].quote == nil && notes[0].work.title == "A book")
        #expect(notes[0].work.url == "urn:x-pdf:0123")
        #expect(notes[0].created == 1_709_625_600_500)
        #expect(notes[1].quote == ExchangeQuote(exact: "words", place: "Chapter 1"))
        #expect(notes[1].key == "8d5d90297cf7016dc2ad48cfe287e964" && notes[1].creator == nil)
    }

    @Test("a list, lines and one row are read alike")
    func shapes() throws {
        let row = "{\"id\":\"a\",\"uri\":\"https://a.example\",\"text\":\"b\"}"
        for text in [row, "[\(row)]", "{\"rows\":[\(row)]}", "{\"annotations\":[\(row)],\"x\":1}"] {
            let reading = try Reading(HypothesisReader.read, text)
            #expect(reading.error == nil)
            #expect(reading.notes.map(\.text) == ["b"] && reading.notes.map(\.line) == [1])
        }
        let lines = try Reading(HypothesisReader.read, "\(row)\n{\"id\":7}\n\n\(row)\n{\"id\":")
        #expect(lines.error == nil)
        #expect(lines.notes.map(\.line) == [1, 4])
        #expect(lines.bad.map(\.line) == [2, 5])
        #expect(try Reading(HypothesisReader.read, "{\"total\":0,\"rows\":[]}").items.isEmpty)
        #expect(try Reading(HypothesisReader.read, "[]").error == nil)
    }

    @Test(
        "what is no row is named",
        arguments: [
            ("7", "a row must be an object"),
            ("{}", "it does not say what it is on: it has no uri"),
            (#"{"uri":""}"#, "it does not say what it is on: it has no uri"),
            (#"{"uri":7}"#, "its uri is no string"),
            (#"{"uri":"a","id":7}"#, "its id is no string"),
            (#"{"uri":"a","text":[]}"#, "its text is no string"),
            (#"{"uri":"a","tags":"b"}"#, "its tags is no list"),
            (#"{"uri":"a","tags":[7]}"#, "its tags is no list of strings"),
            (#"{"uri":"a","references":[7]}"#, "its references is no list of strings"),
            (#"{"uri":"a","created":"yesterday"}"#, "its created is no date"),
            (#"{"uri":"a","target":[7]}"#, "its target is no object"),
            (#"{"uri":"a","target":{}}"#, "its target is no list"),
            (#"{"uri":"a","target":[{"selector":{}}]}"#, "its selector is no list"),
            (
                #"{"uri":"a","target":[{"selector":[{"type":"TextQuoteSelector"}]}]}"#,
                "its TextQuoteSelector has no words"
            ),
        ])
    func bad(row: String, why: String) throws {
        let reading = try Reading(HypothesisReader.read, "[{\"uri\":\"a\"},\n\(row)]")
        #expect(reading.notes.count == 1)
        #expect(reading.bad.map(\.why) == [why] && reading.bad.map(\.line) == [2])
    }

    @Test("a file of another kind is refused as a whole")
    func foreign() throws {
        let texts = [
            "", "id,uri", "{\"a\":1}", "[{\"highlight\":\"b\"}]", "{\"rows\":[{\"uri\":1},]",
        ]
        for text in texts {
            #expect(try Reading(HypothesisReader.read, text).error != nil, "\(text)")
        }
        let w3c = try Reading(HypothesisReader.read, Reading.fixture("w3c/annotations.json"))
        #expect(w3c.error?.line == 2)
        let row = try Reading(W3CReader.read, Reading.fixture("hypothesis/search.json"))
        #expect(row.notes.isEmpty && row.error != nil)
    }
}
