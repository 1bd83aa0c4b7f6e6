import Formats

/// Makes sheets of notes, the same for the same seed.
struct NoteMaker: RandomNumberGenerator {
    private static let pieces = [
        "a", "words ", "of it, ", "\n", "\n\n", "é", "e\u{301}", "漢字", "が", "か\u{3099}", "한국",
        "🌊", "👩‍👩‍👧", "🇩🇪", "𝔘", "\u{20000}", "नि", "שלום",
        "\u{200F}", "\"", "\\", "<b>", "&amp;", "\t",
        "\r\n", "\u{0}", "\u{FEFF}", "#x", "://", "%2F", "]", "}", "\u{10FFFF}", "*", " ",
    ]
    private static let colours = ["yellow", "orange", "pink", "green", "blue", "purple"]

    private var state: UInt64
    private var count = 0

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func text(_ pieces: ClosedRange<Int>) -> String {
        let count = Int.random(in: pieces, using: &self)
        return (0..<count).map { _ in Self.pieces.randomElement(using: &self) ?? "" }.joined()
    }

    private mutating func once(in bound: Int) -> Bool {
        Int.random(in: 0..<bound, using: &self) == 0
    }

    private mutating func maybe(_ text: String) -> String? { once(in: 2) ? text : nil }

    private mutating func work(_ number: Int) -> ExchangeWork {
        let urls = [
            "https://a.example/\(number)", "https://ü.example/漢?q=\(number)#x",
            "no address \(number)",
            "urn:postil:work:\(number)", nil,
        ]
        return ExchangeWork(
            title: text(1...4), author: maybe(text(1...3)),
            url: urls.randomElement(using: &self) ?? nil,
            id: once(in: 2) ? "wörk/\(number)" : nil)
    }

    /// A work with its text and up to eight notes.
    mutating func sheet(_ number: Int) -> ExchangeSheet {
        let text = text(20...60)
        var sheet = ExchangeSheet(work: work(number), text: text, notes: [])
        for _ in 0..<Int.random(in: 0...8, using: &self) {
            var note = self.note(sheet.work)
            if once(in: 3), let parent = sheet.notes.randomElement(using: &self) {
                note.parent = parent.key
            } else if !once(in: 3) {
                note.quote = quote(text)
            }
            sheet.notes.append(note)
        }
        return sheet
    }

    private mutating func note(_ work: ExchangeWork) -> ExchangeNote {
        count += 1
        let key = once(in: 3) ? "https://n.example/\(count)" : "kéy \(count)"
        var note = ExchangeNote(key: key, work: work)
        note.text = once(in: 4) ? "" : text(1...12)
        note.tags = (0..<Int.random(in: 0...3, using: &self)).map { "tag \($0) é" }
        if once(in: 3) { note.colour = Self.colours.randomElement(using: &self) }
        note.isClosed = once(in: 5)
        note.creator =
            [nil, "Zoë 漢", "acct:zoe@h.example", "https://p.example/z"]
            .randomElement(using: &self) ?? nil
        if !once(in: 4) { note.created = Int64.random(in: 0...4_000_000_000_000, using: &self) }
        if once(in: 2) { note.modified = Int64.random(in: 0...4_000_000_000, using: &self) * 1000 }
        note.set = maybe(text(1...3))
        return note
    }

    /// A passage of the text, its position in code points or in UTF-16 units.
    private mutating func quote(_ text: String) -> ExchangeQuote {
        let scalars = Array(text.unicodeScalars)
        let start = Int.random(in: 0...scalars.count, using: &self)
        let end = Int.random(in: start...scalars.count, using: &self)
        func part(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(scalars[range]))
        }
        var quote = ExchangeQuote(
            exact: part(start..<end), prefix: part(max(0, start - 8)..<start),
            suffix: part(end..<min(scalars.count, end + 8)), place: maybe(self.text(1...2)))
        let isUTF16 = once(in: 2)
        quote.position = ExchangeQuote.Position(
            start: isUTF16 ? part(0..<start).utf16.count : start,
            end: isUTF16 ? part(0..<end).utf16.count : end, unit: isUTF16 ? .utf16 : .codePoint)
        if once(in: 4) { quote.position = nil }
        return quote
    }

    /// The note with its position counted in the unit.
    static func counted(
        _ note: ExchangeNote, in unit: ExchangeQuote.Unit, _ text: String
    ) -> ExchangeNote {
        guard let position = note.quote?.position, position.unit != unit else { return note }
        func converted(_ place: Int) -> Int {
            if unit == .utf16 {
                return String(String.UnicodeScalarView(text.unicodeScalars.prefix(place))).utf16
                    .count
            }
            return String(decoding: Array(text.utf16.prefix(place)), as: UTF16.self)
                .unicodeScalars.count
        }
        var note = note
        note.quote?.position = ExchangeQuote.Position(
            start: converted(position.start), end: converted(position.end), unit: unit)
        return note
    }
}
