import Formats
import JSON
import Testing

@Suite("Readwise CSV")
struct ReadwiseTests {
    private static func read(_ octets: [UInt8]) throws -> Items {
        try Items { try ReadwiseReader.read(octets, $0) }
    }

    @Test("a file as Readwise exports it")
    func fixture() throws {
        let items = try Self.read(FormatFixture.octets("readwise.csv"))
        #expect(items.bad == [Items.Bad(line: 8, why: "it has 2 cells under 11 names")])
        #expect(items.skipped == ["rows without highlight and note"])
        try #require(items.notes.count == 5)
        let first = items.notes[0]
        #expect(first.work == ExchangeWork(title: "Harbour Light", author: "Ines Moreau"))
        #expect(
            first.quote == ExchangeQuote(exact: "The tide came in at noon.", place: "location 120"))
        #expect(first.text == "compare the log" && first.colour == "yellow")
        #expect(first.tags == ["sea", "light houses"])
        #expect(first.created == 1_566_622_560_000 && first.line == 2)
        #expect(first.rest?["Amazon Book ID"]?.string == "B000TIDES1")
        #expect(first.rest?["Color"] == nil && first.origin == "readwise")
        let second = items.notes[1]
        #expect(
            second.quote?.exact.utf8.elementsEqual(
                "She said \"wait\",\r\nand the boat\r\nwaited.".utf8) == true)
        #expect(second.created == 1_566_622_560_250 && second.line == 3)
        #expect(second.colour == "pink" && second.rest?["Color"]?.string == "red")
        #expect(second.rest?["Document tags"]?.string == "novel,coast")
        #expect(items.notes[2].quote == nil && items.notes[2].text.contains("fog"))
        let fourth = items.notes[3]
        #expect(fourth.quote?.place == nil && fourth.created == nil && fourth.colour == nil)
        #expect(fourth.rest?["Highlighted at"]?.string == "some day")
        #expect(Set(items.notes.map(\.key)).count == 5)
    }

    @Test("columns come in any order, and some not at all")
    func columns() throws {
        let items = try Self.read(Array("note,tags,HIGHLIGHT\nn,\"a,b\",h\n".utf8))
        #expect(items.notes.first?.quote?.exact == "h")
        #expect(items.notes.first?.tags == ["a", "b"])
        #expect(throws: FormatError.self) { try Self.read(Array("Title,URL\na,b\n".utf8)) }
    }

    @Test("what came from Readwise goes back as it came")
    func roundTrip() throws {
        let items = try Self.read(FormatFixture.octets("readwise.csv"))
        let sheets = items.notes.map { ExchangeSheet(work: $0.work, notes: [$0]) }
        let again = try Self.read(Array(ReadwiseWriter.write(sheets).utf8))
        #expect(again.bad.isEmpty)
        let lines = [2, 3, 6, 7, 8]
        #expect(
            again.notes
                == zip(items.notes, lines).map { note, line in
                    var note = note
                    note.line = line
                    return note
                })
    }

    @Test("own notes: answers join their thread, a note on the whole becomes a highlight")
    func own() throws {
        let work = ExchangeWork(title: "T", author: "A", url: "https://a.example/")
        var note = ExchangeNote(key: "1", work: work)
        note.quote = ExchangeQuote(exact: "=passage")
        note.text = "comment"
        note.tags = ["a,b", "c"]
        note.colour = "blue"
        note.created = 1_566_622_560_000
        var answer = ExchangeNote(key: "2", work: work)
        answer.parent = "1"
        answer.text = "no"
        answer.creator = "Ada"
        var deeper = ExchangeNote(key: "3", work: work)
        deeper.parent = "2"
        deeper.text = "yes"
        var whole = ExchangeNote(key: "4", work: work)
        whole.text = "on it all"
        let text = ReadwiseWriter.write([
            ExchangeSheet(work: work, notes: [note, answer, deeper, whole])
        ])
        #expect(
            text
                == [
                    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,"
                        + "Location,Highlighted at,Document tags",
                    "=passage,T,A,,\"comment\n\nAda: no\n\nyes\",blue,\"a b, c\",order,1,"
                        + "2019-08-24 04:56:00+00:00,",
                    "on it all,T,A,,,,,order,2,,", "",
                ].joined(separator: "\r\n"))
        #expect(try Self.read(Array(text.utf8)).notes.count == 2)
    }
}
