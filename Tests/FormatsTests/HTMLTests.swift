import Formats
import Testing

@Suite("The HTML report")
struct HTMLTests {
    /// A sheet of one text and notes on ranges of its code points.
    private static func sheet(
        _ text: String, _ ranges: [Range<Int>], unit: ExchangeQuote.Unit = .codePoint
    ) -> ExchangeSheet {
        let work = ExchangeWork(title: "T", id: "d")
        let notes = ranges.enumerated().map { index, range in
            var note = ExchangeNote(key: "k\(index)", work: work)
            note.quote = ExchangeQuote(
                exact: "q",
                position: ExchangeQuote.Position(
                    start: range.lowerBound, end: range.upperBound, unit: unit))
            note.text = "c\(index)"
            note.colour = index == 1 ? "blue" : nil
            return note
        }
        return ExchangeSheet(work: work, text: text, notes: notes)
    }

    private static func page(_ sheets: [ExchangeSheet], jsonLD: String? = nil) -> Markup {
        Markup(HTMLWriter.write(sheets, title: "Report", jsonLD: jsonLD))
    }

    @Test(
        "highlights are cut where they begin and end",
        arguments: [
            ("abcdef", [1..<3], ["yellow:bc"]), ("abcdef", [0..<6], ["yellow:abcdef"]),
            ("abcdef", [1..<5, 2..<3], ["yellow:b", "blue d2:c", "yellow:de"]),
            ("abcdef", [0..<4, 2..<6], ["yellow:ab", "blue d2:cd", "blue:ef"]),
            ("abcdef", [0..<2, 2..<4], ["yellow:ab", "blue:cd"]),
            ("abcdef", [1..<3, 1..<3, 1..<3], ["yellow d3:bc"]),
            ("ab\ncd", [1..<4], ["yellow:b", "yellow:c"]), ("ab\n\ncd", [2..<4], []),
            ("ab\r\ncd", [1..<5], ["yellow:b", "yellow:c"]),
            ("xe\u{301}y", [1..<2], ["yellow:e\u{301}"]),
            ("xe\u{301}y", [2..<4], ["yellow:e\u{301}y"]),
            ("a👩‍👩‍👧b", [2..<3], ["yellow:👩‍👩‍👧"]), ("שלום עולם", [0..<4], ["yellow:שלום"]),
            ("abc", [1..<1], []), ("abc", [2..<9], []), ("abc", [-1..<2], []), ("", [0..<1], []),
        ])
    func marks(text: String, ranges: [Range<Int>], pieces: [String]) {
        let page = Self.page([Self.sheet(text, ranges)])
        #expect(page.faults.isEmpty)
        let found = page.all("mark").map { "\($0.attributes["class"] ?? ""):\($0.text)" }
        #expect(found.map { Array($0.utf8) } == pieces.map { Array($0.utf8) })
        let isPlaced = !pieces.isEmpty || text.contains("\n")
        #expect(page.all("aside").isEmpty == !isPlaced)
        #expect(page.all("h2").map(\.text) == (isPlaced ? [] : ["Not found in the text"]))
    }

    @Test("positions in UTF-16 are those of the same code points")
    func utf16() {
        let text = "a😀b😀c"
        for (range, piece) in [
            (1..<3, "😀"), (3..<4, "b"), (4..<6, "😀"), (2..<3, "😀"), (0..<7, text),
        ] {
            let page = Self.page([Self.sheet(text, [range], unit: .utf16)])
            #expect(page.all("mark").map(\.text) == [piece])
        }
        #expect(Self.page([Self.sheet(text, [0..<8], unit: .utf16)]).all("mark").isEmpty)
    }

    @Test("whatever is in it, the page is well-formed, shows the text, and holds nothing else")
    func hostile() {
        var random = RandomNotes(seed: 9)
        for round in 0..<40 {
            var sheet = random.sheet(round, notes: 12)
            let text = (0..<30).map { _ in random.text(8) }.joined()
            sheet.text = text
            for index in sheet.notes.indices where sheet.notes[index].quote != nil {
                let start = random.below(40)
                sheet.notes[index].quote?.position = ExchangeQuote.Position(
                    start: start, end: start + random.below(30),
                    unit: random.below(2) == 0 ? .codePoint : .utf16)
            }
            let json = "{\"a\":\"</script><script>alert(1)</script><!--\"}"
            let page = Self.page([sheet], jsonLD: json)
            #expect(page.faults.isEmpty, "round \(round)")
            #expect(page.all("script").map(\.text) == [json.replacing("<", with: "\\u003c")])
            #expect(
                Set(page.elements.map(\.name)).isSubset(of: [
                    "html", "head", "meta", "title", "style", "body", "main", "article", "header",
                    "h1", "h2", "p", "div", "section", "aside", "mark", "a", "bdi", "time", "span",
                    "blockquote", "script",
                ]))
            #expect(page.elements.flatMap { $0.attributes.keys }.allSatisfy { !$0.hasPrefix("on") })
            let lines = text.split(whereSeparator: \.isNewline).map { line in
                line.unicodeScalars.filter {
                    $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || $0 == "\t"
                }
            }
            let shown = page.all("p", class: "line").map { line in
                // Numbers that refer to notes are no text of the article.
                Array(line.text.unicodeScalars)
            }
            #expect(shown.count == lines.count, "round \(round)")
            let ids = page.elements.compactMap { $0.attributes["id"] }
            #expect(Set(ids).count == ids.count)
            let links = page.all("a").compactMap { $0.attributes["href"] }
            #expect(
                links.allSatisfy { link in
                    link.hasPrefix("https://") || ids.contains(String(link.dropFirst()))
                })
        }
    }

    @Test("names are isolated, and addresses that run something are no links")
    func names() throws {
        var note = ExchangeNote(
            key: "a'b\"", work: ExchangeWork(title: "\u{202E}<b>", url: "javascript:alert(1)"))
        note.text = "**no** <img src=x onerror=alert(1)>"
        note.creator = "\u{202E}eve</bdi>"
        note.tags = ["<i>"]
        note.isClosed = true
        let page = Self.page([ExchangeSheet(work: note.work, notes: [note])])
        #expect(page.faults.isEmpty)
        #expect(page.all("a").isEmpty && page.all("img").isEmpty)
        #expect(page.all("div", class: "said").map(\.text) == [note.text])
        #expect(
            page.all("bdi").map(\.text) == ["javascript:alert(1)", "\u{202E}eve</bdi>", "#<i>"])
        #expect(page.all("h2").map(\.text) == ["Notes on the whole"])
        let policy = try #require(page.all("meta").compactMap { $0.attributes["content"] }.first)
        #expect(policy.hasPrefix("default-src 'none'"))
    }

    @Test("answers stand under their note; without the text passages are listed")
    func threads() {
        let work = ExchangeWork(title: "Book", author: "A")
        var note = ExchangeNote(key: "1", work: work)
        note.quote = ExchangeQuote(exact: "passage", place: "page 3")
        note.created = 1_566_622_560_000
        note.modified = 1_566_722_560_000
        var answer = ExchangeNote(key: "2", work: work)
        answer.parent = "1"
        answer.text = "answer"
        let page = Self.page([
            ExchangeSheet(work: work, notes: [note, answer]), ExchangeSheet(work: work, notes: []),
        ])
        #expect(page.all("h2").map(\.text) == ["Passages"])
        #expect(page.all("div", class: "answer").map(\.text) == ["\nanswer\n"])
        #expect(page.all("blockquote").map(\.text) == ["passage"])
        #expect(page.all("time").map(\.text) == ["2019-08-24", "2019-08-25"])
        #expect(page.all("nav").count == 1 && page.all("article").count == 2)
    }
}
