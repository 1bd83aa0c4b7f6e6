import Formats
import JSON
import Testing

@Suite("Postil's own CSV")
struct CSVNoteTests {
    private static func read(_ text: String) throws -> Items {
        try Items { try CSVNoteReader.read(Array(text.utf8), $0) }
    }

    @Test("what is written is read as the same notes")
    func roundTrips() throws {
        var random = RandomNotes(seed: 1)
        let sheets = (0..<60).map { random.sheet($0, notes: 12) }
        let items = try Self.read(CSVNoteWriter.write(sheets, hasMark: true))
        #expect(items.bad.isEmpty && items.skipped.isEmpty)
        let notes = sheets.flatMap(\.notes)
        try #require(items.notes.count == notes.count)
        for (read, note) in zip(items.notes, notes) {
            var same = read
            same.line = 1
            #expect(same == note)
            #expect(read.text.utf8.elementsEqual(note.text.utf8))
        }
    }

    @Test("a table that a person made needs no id, and keeps its other columns")
    func foreign() throws {
        let items = try Self.read(
            """
            Title, Quote ,NOTE,Shelf,created,color
            Dunes,wind and sand,see ch. 2,north,yesterday,red
            Dunes,wind and sand,changed my mind,north,yesterday,beige
            ,,only a note,,,
            """)
        #expect(items.notes.count == 3 && items.bad.isEmpty)
        let note = try #require(items.notes.first)
        #expect(note.work.title == "Dunes" && note.quote?.exact == "wind and sand")
        #expect(note.colour == "pink" && note.created == nil && note.origin == "csv")
        #expect(note.rest?["Shelf"]?.string == "north")
        #expect(note.rest?["created"]?.string == "yesterday")
        // The comment is not part of what makes it the same note.
        #expect(note.key == items.notes[1].key)
        #expect(items.notes[1].rest?["color"]?.string == "beige")
        #expect(items.notes[2].quote == nil && items.notes[2].rest == nil)
    }

    @Test("a passage may stand under “highlight”; a row that says nothing is passed over")
    func highlights() throws {
        let table = """
            Title,Author,Highlight,Note,created
            On Rivers,Hale,it bends where it must,why?,05/01/2020
            On Rivers,,,,
            """
        #expect(ExchangeFormat.detect(Array(table.utf8)) == .csv)
        let items = try Self.read(table)
        #expect(items.notes.count == 1 && items.skipped == ["rows without quote and note"])
        let note = try #require(items.notes.first)
        #expect(note.quote?.exact == "it bends where it must" && note.text == "why?")
        #expect(note.hasUnreadDate && note.rest?["created"]?.string == "05/01/2020")
        #expect(note.rest?["Highlight"] == nil)
    }

    @Test("a spreadsheet may have saved it with semicolons or tabs")
    func separators() throws {
        for sign in [";", "\t"] {
            let items = try Self.read(
                "id\(sign)quote\(sign)note\n1\(sign)a, b\(sign)\"c\(sign)\"\n")
            #expect(items.notes.first?.quote?.exact == "a, b")
            #expect(items.notes.first?.text == "c\(sign)" && items.bad.isEmpty)
        }
    }

    @Test("a ragged row is named with its line; a file without the columns is none")
    func bad() throws {
        let items = try Self.read("quote,note\na,b\nc\nd,e,f\n\ng,h\n")
        #expect(items.notes.map(\.text) == ["b", "h"])
        #expect(items.bad.map(\.line) == [3, 4])
        #expect(items.bad.first?.why == "it has 1 cell under 2 names")
        #expect(throws: FormatError.self) { try Self.read("") }
        #expect(throws: FormatError.self) { try Self.read("a,b\n1,2\n") }
        #expect(throws: FormatError.self) { try Self.read("\"a") }
    }
}
