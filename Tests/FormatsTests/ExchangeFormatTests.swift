import Formats
import Testing

@Suite("ExchangeFormat")
struct ExchangeFormatTests {
    @Test("a format is found by the name that people type")
    func names() {
        #expect(ExchangeFormat(rawValue: "w3c") == .w3c)
        #expect(ExchangeFormat(rawValue: "W3C") == nil)
    }

    @Test(
        "a file of another program is known by what it begins with, and read",
        arguments: [
            ("readwise.csv", ExchangeFormat.readwise, 5), ("clippings.txt", .kindle, 15),
            ("metadata.epub.lua", .koreader, 3), ("metadata.pdf.lua", .koreader, 3),
            ("koreader.json", .koreader, 2),
        ])
    func detects(name: String, format: ExchangeFormat, count: Int) throws {
        let octets = try FormatFixture.octets(name)
        #expect(ExchangeFormat.detect(octets) == format)
        #expect(try Items { try format.read(octets, $0) }.notes.count == count)
        #expect(ExchangeFormat.readable.contains(format))
    }

    @Test(
        "our own lines are known however they are spaced, and other JSON is not taken for them",
        arguments: [
            (#"{"v":1,"type":"set"}"#, ExchangeFormat.jsonl),
            ("\u{FEFF}{ \"v\" : 1, \"type\" : \"article\" }\n{}", .jsonl),
            (#"{"type": "reply", "v": 1}"#, .jsonl), (#"{"v": 2, "type": "set"}"#, .w3c),
            (#"{"v": 1}"#, .w3c), (#"{"v": 1, "type""#, .w3c),
        ])
    func own(text: String, format: ExchangeFormat) {
        #expect(ExchangeFormat.detect(Array(text.utf8)) == format)
    }

    @Test("each format that can be written writes the notes of a sheet")
    func writes() throws {
        var random = RandomNotes(seed: 2)
        let sheet = random.sheet(0, notes: 6)
        for format in ExchangeFormat.writable {
            switch try format.write([sheet], title: "report", id: "1", now: 0) {
            case .text(let text): #expect(text.utf8.count > 400, "\(format)")
            case .files(let files): #expect(files.count == 1 && files[0].text.utf8.count > 200)
            }
        }
        #expect(throws: FormatError.self) {
            try ExchangeFormat.kindle.write([sheet], title: "", id: "1", now: 0)
        }
    }

    @Test(
        "a file is known by what it begins with, and read and written under its name",
        arguments: [
            ("w3c/annotations", ExchangeFormat.w3c), ("w3c/collection", .w3c),
            ("hypothesis/search", .hypothesis), ("hypothesis/export", .hypothesis),
        ])
    func files(name: String, format: ExchangeFormat) throws {
        let octets = try Reading.fixture(name + ".json")
        #expect(ExchangeFormat.detect(octets) == format)
        let reading = try Reading({ try format.read($0, $1) }, octets)
        #expect(reading.error == nil && reading.bad.isEmpty && reading.notes.count >= 2)
        let sheet = ExchangeSheet(work: ExchangeWork(), notes: reading.notes)
        guard case .text(let text) = try format.write([sheet], title: "Notes", id: "1", now: 0)
        else {
            Issue.record("what is written is one text")
            return
        }
        #expect(ExchangeFormat.detect(Array(text.utf8)) == format)
        let again = try Reading({ try format.read($0, $1) }, text)
        #expect(again.notes.map(\.key) == reading.notes.map(\.key))
    }
}
