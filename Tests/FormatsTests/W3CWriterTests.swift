import Formats
import JSON
import Testing

@Suite("Annotations of the W3C model are written")
struct W3CWriterTests {
    private func annotations(_ text: String) throws -> [JSONValue] {
        let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 28)
        let value = try JSONReader.parse(Array(text.utf8), limits: limits)
        return try #require(value["first"]?["items"]?.array)
    }

    private func notes(_ sheets: [ExchangeSheet]) throws -> [ExchangeNote] {
        let reading = try Reading(W3CReader.read, W3CWriter.write(sheets))
        #expect(reading.error == nil && reading.bad.isEmpty, "\(reading.bad)")
        return reading.notes
    }

    @Test("what is written is read as the same notes", arguments: 1...40)
    func roundTrip(seed: UInt64) throws {
        var maker = NoteMaker(seed: seed)
        let sheets = (0..<10).map { maker.sheet($0) }
        let expected = sheets.flatMap { sheet in
            sheet.notes.map { NoteMaker.counted($0, in: .codePoint, sheet.text ?? "") }
        }
        #expect(try notes(sheets).map(PlainNote.init) == expected.map(PlainNote.init))
    }

    @Test("each annotation stands on a line of its own, whole")
    func lines() throws {
        var maker = NoteMaker(seed: 7)
        let sheets = (0..<4).map { maker.sheet($0) }
        let lines = W3CWriter.write(sheets).split(separator: "\n").dropFirst().dropLast()
        #expect(lines.count == sheets.reduce(0) { $0 + $1.notes.count })
        let text = lines.map { $0.last == "," ? $0.dropLast() : $0 }.joined(separator: "\n")
        #expect(try Reading(W3CReader.read, text).notes.count == lines.count)
        #expect(try annotations(W3CWriter.write([])).isEmpty)
    }

    @Test("a position in UTF-16 units of a text that is not held is left out")
    func noText() throws {
        var note = ExchangeNote(key: "a", work: ExchangeWork(url: "https://a.example"))
        note.quote = ExchangeQuote(
            exact: "b", position: ExchangeQuote.Position(start: 1, end: 2, unit: .utf16))
        let read = try notes([ExchangeSheet(work: note.work, notes: [note])])
        #expect(read.first?.quote == ExchangeQuote(exact: "b"))
    }

    private func fixture() throws -> [ExchangeNote] {
        try Reading(W3CReader.read, Reading.fixture("w3c/annotations.json")).notes
    }

    @Test("an annotation that was read is written as it was")
    func untouched() throws {
        for name in ["annotations", "collection"] {
            let notes = try Reading(W3CReader.read, Reading.fixture("w3c/\(name).json")).notes
            let sheet = ExchangeSheet(work: ExchangeWork(), notes: notes)
            let written = try annotations(W3CWriter.write([sheet]))
            for (note, annotation) in zip(notes, written) {
                let id =
                    note.rest?["id"] == nil
                    ? [JSONValue.Member("id", .string("urn:postil:note:\(note.key)"))] : []
                #expect(annotation == .object((note.rest?.object ?? []) + id))
            }
            #expect(try self.notes([sheet]).map(PlainNote.init) == notes.map(PlainNote.init))
        }
    }

    @Test("what a store says in its own way of a note that it took in changes nothing")
    func stored() throws {
        let originals = try fixture()
        var notes = originals
        for index in notes.indices {
            notes[index].key = "of the store \(index)"
            notes[index].parent = notes[index].parent.map { _ in "of the store 0" }
            notes[index].creator = "the one who imported it"
            notes[index].created = 1
            notes[index].modified = 2
            notes[index].set = "personal"
            notes[index].tags = notes[index].tags.reversed().map { $0.replacing(" ", with: "-") }
            notes[index].work = ExchangeWork(title: "Other", url: "https://b.example", id: "7")
            notes[index].quote?.position = ExchangeQuote.Position(
                start: 7, end: 9, unit: .codePoint)
            notes[index].quote?.place = "Chapter 9"
            notes[index].quote?.prefix = ""
        }
        var answer = ExchangeNote(key: "new", work: notes[0].work)
        answer.parent = notes[0].key
        let sheet = ExchangeSheet(work: notes[0].work, text: "abc", notes: notes + [answer])
        for (original, written) in zip(originals, try annotations(W3CWriter.write([sheet])))
        where original.rest?["id"] != nil {
            #expect(written == original.rest)
        }
        let read = try self.notes([sheet])
        #expect(read.last?.parent == originals[0].key && read.last?.key == "new")
    }

    @Test("a change changes what it is about, and nothing else")
    func changed() throws {
        for (index, original) in try fixture().enumerated() {
            var note = original
            note.text = "Changed 🌊"
            note.tags = ["new"] + note.tags
            note.modified = 1_700_000_000_001
            note.isClosed = true
            note.colour = "blue"
            note.quote = ExchangeQuote(
                exact: "other words", suffix: " here",
                position: ExchangeQuote.Position(start: 3, end: 14, unit: .codePoint))
            let sheet = ExchangeSheet(work: ExchangeWork(), notes: [note])
            let written = try #require(try annotations(W3CWriter.write([sheet])).first)
            let read = try #require(try notes([sheet]).first)
            if index == 4 {
                // The target stands in a list, which stays as it is.
                note.quote = nil
                note.colour = nil
            }
            // By itself an answer has nothing around it that it could answer.
            if index == 2 {
                note.parent = nil
                note.work = ExchangeWork(url: "https://notes.example/1")
            }
            #expect(PlainNote(read) == PlainNote(note), "\(index)")
            let names = Set((note.rest?.object ?? []).map(\.name)).subtracting(["bodyValue"])
            #expect(names.isSubset(of: Set((written.object ?? []).map(\.name))), "\(index)")
        }
    }

    @Test("of a set, only the comment is taken away")
    func emptiedSet() throws {
        let body = """
            [{"type":"Composite","items":["https://b.example",{"value":"a","ex:n":1},
            {"value":"b"}]},{"value":"c"}]
            """
        let text = """
            {"@context":"http://www.w3.org/ns/anno.jsonld","id":"urn:n:1","type":"Annotation",
            "body":\(body),"target":"https://a.example"}
            """
        var note = try #require(try Reading(W3CReader.read, text).notes.first)
        #expect(note.text == "a\n\nc")
        func bodies() throws -> JSONValue? {
            let sheet = ExchangeSheet(work: note.work, notes: [note])
            return try annotations(W3CWriter.write([sheet])).first?["body"]
        }
        note.text = "d"
        let changed = """
            [{"type":"Composite","items":["https://b.example",
            {"value":"d","ex:n":1,"format":"text/markdown"},{"value":"b"}]}]
            """
        #expect(try bodies() == JSONReader.parse(Array(changed.utf8)))
        note.text = ""
        let emptied = "[{\"type\":\"Composite\",\"items\":[\"https://b.example\"]}]"
        #expect(try bodies() == JSONReader.parse(Array(emptied.utf8)))
    }

    @Test("a comment and tags that are taken away are gone, other bodies stay")
    func emptied() throws {
        for original in try fixture() {
            var note = original
            note.text = ""
            note.tags = []
            let sheet = ExchangeSheet(work: ExchangeWork(), notes: [note])
            let read = try #require(try notes([sheet]).first)
            #expect(read.text.isEmpty && read.tags.isEmpty)
            let elsewhere = { (note: ExchangeNote) in
                (note.rest?["body"]?.array ?? []).filter { $0["value"] == nil }
            }
            #expect(elsewhere(read) == elsewhere(original))
        }
    }
}
