import CivilTime
import Formats
import JSON
import Testing

@Suite("KOReader's side-cars and its export")
struct KOReaderTests {
    private static func fixture(_ name: String) throws -> Items {
        try Items { try KOReaderReader.read(FormatFixture.octets(name), $0) }
    }

    private static func read(_ text: String) throws -> Items {
        try Items { try KOReaderReader.read(Array(text.utf8), $0) }
    }

    @Test("a side-car of today")
    func annotations() throws {
        let items = try Self.fixture("metadata.epub.lua")
        #expect(items.bad == [Items.Bad(line: 50, why: "it has no text")])
        #expect(items.skipped == ["bookmarks"])
        try #require(items.notes.count == 3)
        let first = items.notes[0]
        #expect(
            first.work == ExchangeWork(title: "Harbour Light", author: "Ines Moreau, Otto Falk"))
        #expect(
            first.quote
                == ExchangeQuote(exact: "The tide came in at noon.", place: "The Quay, page 12"))
        #expect(first.text == "compare \"the log\"\nsecond line")
        #expect(first.created.map { UTCTime.text($0) } == "2024-05-01T21:04:11Z")
        #expect(first.modified.map { UTCTime.text($0) } == "2024-05-02T08:00:00Z")
        #expect(first.colour == "yellow" && first.rest?["color"] == nil && first.line == 4)
        #expect(first.rest?["drawer"]?.string == "lighten" && first.rest?["pageno"]?.int == 12)
        let second = items.notes[1]
        #expect(second.quote?.place == "The Quay, page xiv" && second.colour == nil)
        #expect(second.rest?["color"]?.string == "gray")
        #expect(second.rest?["pos0"]?["x"]?.double == 101.5)
        #expect(second.rest?["text_edited"]?.bool == true)
        #expect(items.notes[2].quote == nil && items.notes[2].text == "where the fog begins")
        #expect(Set(items.notes.map(\.key)).count == 3)
    }

    @Test("a side-car of old: the text of a bookmark is the comment, unless the program made it")
    func highlights() throws {
        let items = try Self.fixture("metadata.pdf.lua")
        #expect(items.bad.isEmpty && items.skipped == ["bookmarks"])
        let found = items.notes.map { "\($0.quote?.exact ?? "-")=\($0.text)" }
        #expect(
            found == ["a stone that rolls=moss?", "gathers nothing=", "only in the bookmarks="])
        #expect(items.notes.allSatisfy { $0.work == ExchangeWork(title: "On Stones") })
        #expect(items.notes[0].rest?["pos1"]?["y"]?.int == 4)
    }

    @Test("the export of several books, and of one")
    func export() throws {
        let items = try Self.fixture("koreader.json")
        #expect(items.bad.map(\.line) == [3, 4] && items.skipped == ["bookmarks"])
        try #require(items.notes.count == 2)
        let note = items.notes[0]
        #expect(note.quote?.place == "The Quay, page xii" && note.text == "compare the log")
        #expect(note.colour == "green" && note.rest?["color"]?.string == "olive")
        #expect(note.created == 1_714_597_451_000 && note.line == 1)
        #expect(items.notes[1].quote == nil && items.notes[1].work.title == "On Stones")
        let one = try Self.read(#"{"title":"T","entries":[{"text":"x","time":1.5}]}"#)
        #expect(one.notes.first?.work.title == "T" && one.notes.first?.created == 1500)
    }

    @Test(
        "Lua strings, numbers and tables",
        arguments: [
            (#"{ "a\n\"b\"\065\x41\u{e9}\z   c\'" }"#, "a\n\"b\"AAéc'"), ("{ 'a\\\nb' }", "a\nb"),
            ("{ [[\nlong\n]] }", "long\n"), ("{ [==[a]]b]==] }", "a]]b"),
            ("{ \"\\195\\169\" }", "é"),
            ("{ \"a\\\r\nb\" }", "a\nb"), ("{ -- c\n --[[ long\n]] 'x'; }", "x"),
            ("{ [1] = 'y', }", "y"), ("{ [1] = 'y', [1] = 'z' }", "z"),
        ])
    func lua(table: String, text: String) throws {
        let items = try Self.read(
            "return { annotations = { { drawer = 'x', text = 'q', extra = \(table) } } }")
        let extra = try #require(items.notes.first?.rest?["extra"]?.array)
        #expect(extra.last?.string?.utf8.elementsEqual(text.utf8) == true)
    }

    @Test("numbers and truth values reach the rest as they are")
    func scalars() throws {
        let items = try Self.read(
            "return{annotations={{drawer=true,text='q',a=-1.5e3,b=0x10,c=.5,d=false,"
                + "e={},f=nil,g={k=1}}}}"
        )
        let rest = try #require(items.notes.first?.rest)
        #expect(rest["a"]?.int == -1500 && rest["b"]?.int == 16 && rest["c"]?.double == 0.5)
        #expect(rest["d"]?.bool == false && rest["f"] == nil && rest["g"]?["k"]?.int == 1)
    }

    @Test(
        "what is no data is refused with its line",
        arguments: [
            ("return { a = os.execute('x') }", 1), ("return {\n a = 1 + 1 }", 2), ("x = {}", 1),
            ("return {\n\n'a\n' }", 3), ("return { 'a\\q' }", 1), ("return {}", nil), ("", 1),
            ("return { a = 1 } b", 1), ("return {{}", 1), ("return { a = [[x }", 1),
            ("return { a = 1 b = 2 }", 1), ("return { [{}] = 1 }", 1), ("return { [1.5] = 1 }", 1),
            ("return { a = 1e999 }", 1), ("return { a = function() end }", 1),
            ("return { '\\300' }", 1), ("return { '\\u{110000}' }", 1), ("return 'a'", 1),
            ("{\"entries\": [}", 1), ("{\"a\":\n\n1,}", 3), ("{\"a\":1}", nil), ("[1,2]", nil),
            (String(repeating: "return {", count: 9000), 1),
            ("return " + String(repeating: "{", count: 9000), 1),
            ("return {" + String(repeating: "[", count: 9000), 1),
            ("return { stats = {" + String(repeating: "1,", count: 100_001) + "} }", 1),
        ])
    func refused(text: String, line: Int?) {
        let error = #expect(throws: FormatError.self) { try Self.read(text) }
        #expect(error?.line == line)
    }

    @Test("annotations that are none are reported, the others read")
    func strange() throws {
        let items = try Self.read(
            "return { annotations = { 'a', { text = 'q', drawer = 'x', datetime = 'some day' } } }")
        #expect(items.bad.count == 1 && items.notes.count == 1)
        #expect(items.notes.first?.rest?["datetime"]?.string == "some day")
    }
}
