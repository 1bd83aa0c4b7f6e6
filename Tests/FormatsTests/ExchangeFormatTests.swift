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

    @Test("each format that can be written writes the notes of a sheet")
    func writes() throws {
        var random = RandomNotes(seed: 2)
        let sheet = random.sheet(0, notes: 6)
        for format in ExchangeFormat.writable {
            switch try format.write([sheet], title: "report") {
            case .text(let text): #expect(text.utf8.count > 400, "\(format)")
            case .files(let files): #expect(files.count == 1 && files[0].text.utf8.count > 200)
            }
        }
        #expect(throws: FormatError.self) { try ExchangeFormat.kindle.write([sheet], title: "") }
    }
}
