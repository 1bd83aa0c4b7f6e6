import Formats
import JSON
import Testing

@Suite("Rows of Hypothesis are written")
struct HypothesisWriterTests {
    private func rows(_ sheets: [ExchangeSheet]) throws -> [JSONValue] {
        let limits = JSONLimits(depthMax: 64, bytesMax: 1 << 28)
        let text = HypothesisWriter.write(sheets)
        return try JSONReader.parse(Array(text.utf8), limits: limits).array("rows")
    }

    private func notes(_ sheets: [ExchangeSheet]) throws -> [ExchangeNote] {
        let reading = try Reading(HypothesisReader.read, HypothesisWriter.write(sheets))
        #expect(reading.error == nil && reading.bad.isEmpty, "\(reading.bad)")
        return reading.notes
    }

    @Test("what is written is read as the same notes", arguments: 1...40)
    func roundTrip(seed: UInt64) throws {
        var maker = NoteMaker(seed: seed)
        let sheets = (0..<10).map { maker.sheet($0) }
        let expected = sheets.flatMap { sheet in
            sheet.notes.map { NoteMaker.counted($0, in: .utf16, sheet.text ?? "") }
        }
        #expect(try notes(sheets).map(PlainNote.init) == expected.map(PlainNote.init))
    }

    @Test("a row has the members that clients of the API look for")
    func members() throws {
        var root = ExchangeNote(
            key: "a", work: ExchangeWork(title: "Tides", url: "https://paper.example/tides"))
        root.text = "b"
        root.tags = ["c"]
        root.creator = "Ana Lima"
        root.created = 1_709_281_800_000
        root.quote = ExchangeQuote(
            exact: "🌊", position: ExchangeQuote.Position(start: 1, end: 2, unit: .codePoint))
        var answer = ExchangeNote(key: "d", work: root.work)
        answer.parent = "a"
        answer.creator = "acct:ben@hypothes.is"
        answer.set = "8xQ1abcd"
        var second = answer
        (second.key, second.parent) = ("e", "d")
        let sheet = ExchangeSheet(work: root.work, text: "𝔘🌊", notes: [root, answer, second])
        let rows = try rows([sheet])
        #expect(try rows[0].string("created") == "2024-03-01T08:30:00.000+00:00")
        #expect(rows[0]["updated"] == rows[0]["created"])
        #expect(rows[0]["user"] == .string("acct:Ana%20Lima@postil.invalid"))
        #expect(rows[0]["user_info"]?["display_name"] == .string("Ana Lima"))
        #expect(rows[0]["document"]?["title"]?.array == [.string("Tides")])
        #expect(rows[0]["group"] == .string("__world__") && rows[0]["references"] == nil)
        let target = try #require(rows[0]["target"]?.array?.first)
        #expect(target["source"] == .string("https://paper.example/tides"))
        #expect(target["selector"]?.array?.first?["start"] == .int(2))
        #expect(target["selector"]?.array?.first?["end"] == .int(4))
        #expect(rows[1]["user"] == .string("acct:ben@hypothes.is"))
        #expect(rows[1]["group"] == .string("8xQ1abcd"))
        #expect(rows[1]["target"]?.array?.first?["selector"] == nil)
        #expect(
            rows.map { $0["references"]?.array?.compactMap(\.string) } == [nil, ["a"], ["a", "d"]])
        #expect(rows.allSatisfy { $0["links"] == nil && $0["permissions"] == nil })
    }

    @Test("answers that go round, or on and on, are written with the nearest above them")
    func rounds() throws {
        let work = ExchangeWork(url: "https://a.example")
        func note(_ number: Int, _ parent: Int) -> ExchangeNote {
            var note = ExchangeNote(key: "\(number)", work: work)
            note.parent = "\(parent)"
            return note
        }
        let round = [note(1, 2), note(2, 3), note(3, 1), note(4, 4)]
        let chain = (10..<2_000).map { note($0, $0 - 1) }
        let written = try rows([ExchangeSheet(work: work, notes: round + chain)])
        #expect(written.allSatisfy { $0["references"]?.array?.count ?? 0 <= 256 })
        let parents = written.map { $0["references"]?.array?.last?.string }
        #expect(parents == (round + chain).map(\.parent))
    }

    private func fixture() throws -> [ExchangeNote] {
        try ["search", "export"].flatMap { name in
            try Reading(HypothesisReader.read, Reading.fixture("hypothesis/\(name).json")).notes
        }
    }

    @Test("a row that was read is written as it was")
    func untouched() throws {
        let notes = try fixture()
        let sheet = ExchangeSheet(work: ExchangeWork(), notes: notes)
        for (note, row) in zip(notes, try rows([sheet])) {
            let members = note.rest?.object ?? []
            let id = note.rest?["id"] == nil ? [JSONValue.Member("id", .string(note.key))] : []
            #expect(row == .object(members + id))
        }
        #expect(try self.notes([sheet]).map(PlainNote.init) == notes.map(PlainNote.init))
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
        for (original, written) in zip(originals, try rows([sheet]))
        where original.rest?["id"] != nil {
            #expect(written == original.rest)
        }
        let read = try self.notes([sheet])
        #expect(read.last?.parent == originals[0].key && read.last?.key == "new")
    }

    @Test("a change changes what it is about, and nothing else")
    func changed() throws {
        for original in try fixture() {
            var note = original
            note.text = "Changed 🌊"
            note.tags = ["new"] + note.tags
            note.modified = 1_800_000_000_001
            note.isClosed = true
            note.colour = "blue"
            note.quote = ExchangeQuote(
                exact: "other words", suffix: " here",
                position: ExchangeQuote.Position(start: 3, end: 14, unit: .utf16), place: "above")
            let sheet = ExchangeSheet(work: ExchangeWork(), notes: [note])
            let row = try #require(try rows([sheet]).first)
            let read = try #require(try notes([sheet]).first)
            #expect(PlainNote(read) == PlainNote(note))
            for name in ["permissions", "links", "flagged", "hidden", "document", "mentions"] {
                #expect(row[name] == original.rest?[name])
            }
        }
    }

    @Test("notes go from one format to the other and back")
    func across() throws {
        var maker = NoteMaker(seed: 99)
        let sheets = (0..<10).map { maker.sheet($0) }
        let read = try notes(sheets)
        let groups = sheets.map { sheet in
            let keys = Set(sheet.notes.map(\.key))
            return ExchangeSheet(
                work: sheet.work, text: sheet.text, notes: read.filter { keys.contains($0.key) })
        }
        let other = try Reading(W3CReader.read, W3CWriter.write(groups))
        let expected = sheets.flatMap { sheet in
            sheet.notes.map { NoteMaker.counted($0, in: .codePoint, sheet.text ?? "") }
        }
        #expect(other.notes.map(PlainNote.init) == expected.map(PlainNote.init))
    }
}
