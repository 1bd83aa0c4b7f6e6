import Formats
import JSON
import Testing

@Suite("Annotations of the W3C model are read")
struct W3CReaderTests {
    private func annotation(_ members: String) -> String {
        "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:n:1\","
            + "\"type\":\"Annotation\",\(members)}"
    }

    private func note(_ members: String) throws -> ExchangeNote {
        let reading = try Reading(W3CReader.read, annotation(members))
        #expect(reading.bad.isEmpty, "\(reading.bad)")
        return try #require(reading.notes.first)
    }

    @Test("a note has what its annotation says")
    func whole() throws {
        let reading = try Reading(W3CReader.read, Reading.fixture("w3c/annotations.json"))
        #expect(reading.error == nil && reading.bad.isEmpty && reading.notes.count == 7)
        let notes = reading.notes
        #expect(notes.map(\.line) == Array(2...8))
        var first = ExchangeNote(
            key: "https://notes.example/1",
            work: ExchangeWork(title: "Tides", url: "https://paper.example/tides"))
        first.quote = ExchangeQuote(
            exact: "the quay 🌊 floods", prefix: "each spring ", suffix: " twice",
            position: ExchangeQuote.Position(start: 120, end: 137, unit: .codePoint))
        first.text = "Is this *still* so?"
        first.tags = ["harbour"]
        first.colour = "green"
        first.creator = "Ana Lima"
        first.created = 1_709_281_800_000
        first.modified = 1_709_368_200_250
        #expect(PlainNote(notes[0]) == PlainNote(first))
        #expect(notes[0].origin == "w3c")
        #expect(notes[1].text == "Check the date.")
        #expect(notes[2].parent == "https://notes.example/1")
        #expect(notes[2].work == first.work)
        #expect(notes[2].creator == "https://people.example/ben, cy")
        #expect(
            notes[2].text == "Yes — see [the log](https://paper.example/log).\n- May\n- June")
        #expect(notes[3].text == "Good")
        #expect(notes[3].quote == ExchangeQuote(exact: "a full moon"))
        #expect(notes[3].work == ExchangeWork(title: "Moon", url: "https://paper.example/moon"))
        #expect(notes[4].tags == ["to read"] && notes[4].text.isEmpty)
        #expect(notes[4].work.url == "https://paper.example/moon")
        #expect(notes[5].quote?.exact == "from here")
        #expect(notes[5].work.url == "https://paper.example/moon")
        #expect(notes[5].key.utf8.count == 32)
        #expect(notes[6].quote == nil && notes[6].text.isEmpty)
    }

    @Test("a collection's annotations have its context, and answers their article")
    func collection() throws {
        let reading = try Reading(W3CReader.read, Reading.fixture("w3c/collection.json"))
        #expect(reading.notes.map(\.key) == ["https://notes.example/b", "https://notes.example/a"])
        #expect(reading.notes.map(\.parent) == ["https://notes.example/a", nil])
        #expect(reading.notes.allSatisfy { $0.work.url == "https://paper.example/tides" })
        #expect(reading.notes.map(\.line) == [12, 19])
        #expect(reading.notes.first?.rest?["@context"]?.array?.count == 2)
        #expect(reading.skipped == ["annotations given by address alone"])
    }

    @Test("what breaks a rule of the model is named with its line")
    func refused() throws {
        let octets = try Reading.fixture("w3c/refused.json")
        let reading = try Reading(W3CReader.read, octets)
        let expected = try JSONReader.parse(octets).array ?? []
        #expect(reading.notes.isEmpty && expected.count == 34)
        #expect(reading.bad.map(\.why) == expected.map { $0["why"]?.string })
        #expect(reading.bad.map(\.line) == Array(2...35))
    }

    @Test(
        "a file that is none is refused as a whole",
        arguments: [
            ("", 1), ("this is not JSON", nil), ("7", nil), ("\"a\"", nil),
            ("[{\"@context\":\"x\",}]", 1), ("[{\"id\":\"a\",\"uri\":\"b\"}]", 1),
            ("{\"total\":1}", 1),
            ("[]\n[]", 1), ("\n[\n{\"type\":\"a\"}", 3),
        ])
    func files(text: String, line: Int?) throws {
        let reading = try Reading(W3CReader.read, text)
        #expect(reading.notes.isEmpty)
        #expect(reading.error != nil)
        #expect(reading.error?.line == line)
    }

    @Test("what stands before a fault of the JSON is read, and the fault is named")
    func cutOff() throws {
        let good = annotation("\"target\":\"https://a.example\"")
        let reading = try Reading(W3CReader.read, "[\n\(good),\n{\"@context\":")
        #expect(reading.notes.count == 1)
        #expect(reading.error?.line == 3)
        let other = try Reading(W3CReader.read, "{\"type\":\"AnnotationPage\",\"items\":[\(good)]")
        #expect(other.notes.count == 1 && other.error?.line == 1)
    }

    @Test("a record past the limits, or with a name twice, is named and the next one read")
    func records() throws {
        let good = annotation("\"target\":\"https://a.example\"")
        let twice = annotation("\"target\":\"https://a.example\",\"id\":\"urn:n:2\"")
        let half = annotation("\"bodyValue\":\"\\ud83d\",\"target\":\"https://a.example\"")
        let deep = annotation(
            "\"x\":\(String(repeating: "[", count: 99))\(String(repeating: "]", count: 99))")
        let long = annotation("\"x\":\"\(String(repeating: "a", count: 1_100_000))\"")
        let text = [twice, good, half, deep, long, good].joined(separator: ",\n")
        let reading = try Reading(W3CReader.read, "[\(text)]")
        #expect(reading.error == nil)
        #expect(reading.notes.map(\.line) == [2, 6])
        #expect(reading.bad.map(\.line) == [1, 3, 4, 5])
    }

    @Test("lines of annotations are read, a broken one named")
    func lines() throws {
        let good = annotation("\"target\":\"https://a.example\"")
        let reading = try Reading(W3CReader.read, "\(good)\n\n{\"a\":}\n\(good)\n")
        #expect(reading.error == nil)
        #expect(reading.notes.map(\.line) == [1, 4])
        #expect(reading.bad.map(\.line) == [3])
        let single = try Reading(W3CReader.read, "[\(good),\(good),7]")
        #expect(single.notes.map(\.line) == [1, 2])
        #expect(single.bad.map(\.line) == [3])
    }

    @Test(
        "bodies become text or tags by their purpose",
        arguments: [
            (#""body":{"value":"a"}"#, "a", []),
            (#""motivation":"tagging","body":{"value":"a"}"#, "", ["a"]),
            (#""motivation":"tagging","body":{"value":"a","purpose":"replying"}"#, "a", []),
            (#""body":[{"value":"a","purpose":"describing"},{"value":"b"}]"#, "a\n\nb", []),
            (
                #""motivation":"tagging","body":[{"value":" ##a ","purpose":["tagging"]},"#
                    + #"{"value":"a"}]"#, "", ["a"]
            ),
            (#""body":{"value":"a","purpose":"highlighting"}"#, "", []),
            (#""body":"https://b.example""#, "", []),
            (#""body":{"type":"Composite","items":["https://b.example",{"value":"a"}]}"#, "a", []),
        ] as [(String, String, [String])])
    func bodies(members: String, text: String, tags: [String]) throws {
        let note = try note("\(members),\"target\":\"https://a.example\"")
        #expect(note.text == text)
        #expect(note.tags == tags)
    }

    @Test(
        "HTML becomes plain text",
        arguments: [
            ("<br>a &lt; b &#233;&#x1F30A;&nope; c<script>x</script>", "a < b é🌊&nope; c"),
            ("<p>a\\n b</p><p>c<br/>d</p>e < f <", "a b\n\nc\nd\n\ne < f <"),
            ("a<!-- b --> c <a href='javascript:x'>d</a>", "a c d"),
            ("<a title='>' href='https://b.example'>b", "[b](https://b.example)"),
        ])
    func html(value: String, text: String) throws {
        let body = "{\"value\":\"\(value)\",\"format\":\"Text/HTML; charset=utf-8\"}"
        #expect(try note("\"body\":\(body),\"target\":\"https://a.example\"").text == text)
    }

    @Test("an answer is known by its target, not by its motivation")
    func answers() throws {
        let other = try note("\"motivation\":\"replying\",\"target\":\"https://a.example\"")
        #expect(other.parent == nil && other.work.url == "https://a.example")
        let itself = try note("\"target\":\"urn:n:1\"")
        #expect(itself.parent == nil)
        func text(_ pairs: [(Int, Int)]) -> String {
            "["
                + pairs.map { pair in
                    annotation("\"target\":\"urn:n:\(pair.1)\"")
                        .replacing("\"urn:n:1\",\"type\"", with: "\"urn:n:\(pair.0)\",\"type\"")
                }.joined(separator: ",") + "]"
        }
        let round = try Reading(W3CReader.read, text([(1, 2), (2, 3), (3, 1)]))
        #expect(round.notes.map(\.parent) == ["urn:n:2", "urn:n:3", "urn:n:1"])
        #expect(round.notes.allSatisfy { $0.work == ExchangeWork() })
        let chain = try Reading(W3CReader.read, text((1...3_000).map { ($0, $0 + 1) }))
        #expect(chain.notes.allSatisfy { $0.work.url == "urn:n:3001" })
        #expect(chain.notes.filter { $0.parent == nil }.map(\.key) == ["urn:n:3000"])
    }

    @Test("an annotation without an id has the same key each time, and another one another")
    func keys() throws {
        func key(_ text: String) throws -> String {
            let text = annotation("\"bodyValue\":\"\(text)\",\"target\":\"https://a.example\"")
                .replacing("\"id\":\"urn:n:1\",", with: "")
            return try #require(try Reading(W3CReader.read, text).notes.first).key
        }
        // FNV-1a, worked out by another program.
        #expect(try key("a") == "a13c604e1fdfd7449e66a01deee1fe9a")
        #expect(try key("b") != key("a"))
        #expect(try key("e\\u0301") != key("é"))
    }
}
