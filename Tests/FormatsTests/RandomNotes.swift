import Formats

/// Makes notes at random that are hard on writers, the same ones for a seed.
struct RandomNotes {
    private static let pieces: [String] = [
        "a", "word", " ", "  ", "\n", "\r\n", "\r", "\t", "\"", "\"\"", ",", "'", "=", "+", "-",
        "@", "＝", "\\", "\\,", "#", "*", "_", "`", "```", "<", ">", "&", "</script>", "<!--", "]]>",
        "é", "e\u{301}", "漢字", "שלום", "\u{202E}", "\u{200F}", "\u{FEFF}", "👩‍👩‍👧", "🇩🇪", "\u{1}",
        "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{2028}", "==========", "--", "---", "$", "%%", "|", "0",
    ]
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }

    mutating func text(_ most: Int) -> String {
        (0..<below(most + 1)).map { _ in Self.pieces[below(Self.pieces.count)] }.joined()
    }

    /// A text of at least one code point, white space at no end.
    mutating func word() -> String { "w\(below(1000))" + text(3) + "x" }

    mutating func note(_ index: Int, on work: ExchangeWork) -> ExchangeNote {
        var note = ExchangeNote(key: "n\(index)", work: work)
        if below(4) > 0 {
            note.quote = ExchangeQuote(
                exact: word(), prefix: text(4), suffix: text(4), place: below(2) == 0 ? nil : word()
            )
            if below(2) == 0 {
                let start = below(5000)
                note.quote?.position = ExchangeQuote.Position(
                    start: start, end: start + below(90), unit: .codePoint)
            }
        }
        note.text = text(12)
        note.tags = Array(Set((0..<below(4)).map { _ in word() })).sorted()
        note.colour = [nil, "yellow", "pink", "purple"][below(4)]
        note.isClosed = below(5) == 0
        note.creator = below(2) == 0 ? nil : word()
        note.created = below(4) == 0 ? nil : Int64(below(2_000_000_000)) * 1000 + 7
        note.modified = below(2) == 0 ? nil : Int64(below(2_000_000_000)) * 1000
        note.parent = index > 0 && below(4) == 0 ? "n\(below(index))" : nil
        note.set = below(2) == 0 ? nil : word()
        return note
    }

    mutating func sheet(_ index: Int, notes count: Int) -> ExchangeSheet {
        let work = ExchangeWork(
            title: word(), author: below(2) == 0 ? nil : word(),
            url: below(2) == 0 ? nil : "https://a.example/\(index)", id: "d\(index)")
        return ExchangeSheet(work: work, notes: (0..<count).map { note($0, on: work) })
    }
}
