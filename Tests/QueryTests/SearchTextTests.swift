import Query
import Testing

@Suite("Words are found as people type them")
struct SearchTextTests {
    private func finds(_ pattern: String, in text: String, isWhole: Bool = false) -> Bool? {
        SearchPattern(pattern, isWhole: isWhole).map { SearchText(text).contains($0) }
    }

    @Test(
        "whatever their case, accents, and what is invisible",
        arguments: [
            ("cafe", "Un Café crème"), ("CAFÉ", "un cafe\u{301}"), ("don't", "Don’t"),
            ("strasse", "Straße"), ("łódź", "LODZ"), ("σοφοσ", "ΣΟΦΟΣ"), ("σοφος", "ΣΟΦΟΣ"),
            ("office", "o\u{FB03}ce"), ("cooperate", "co\u{AD}operate"), ("istanbul", "İSTANBUL"),
            ("ipad", "ｉＰａｄ"), ("كتب", "كَتَبَ"), ("שלום", "שָׁלוֹם"), ("ёлка", "елка"),
            ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"), ("がく", "か\u{3099}く"),
            ("パン", "ハ\u{309A}ン"), ("123", "١٢٣"), ("👍", "ok 👍🏽!"), ("💻", "👩\u{200D}💻"),
            ("ⅷ", "Ⅷ"), ("ⓐ", "Ⓐ"), ("हिन्दी", "यह हिन्दी है"),
        ])
    func folding(_ pattern: String, _ text: String) {
        #expect(finds(pattern, in: text) == true)
        #expect(finds(pattern, in: text, isWhole: true) == true)
    }

    @Test("at the beginning of a word, and whole where that is asked for")
    func beginnings() {
        #expect(finds("light", in: "the lighthouse") == true)
        #expect(finds("house", in: "the lighthouse") == false)
        #expect(finds("light", in: "the lighthouse", isWhole: true) == false)
        #expect(finds("the light", in: "the\n  lighthouse") == true)
        #expect(finds("the house", in: "the old house") == false)
        #expect(finds("e.g. this", in: "E G: this") == true)
    }

    @Test("anywhere in scripts without spaces")
    func signs() {
        #expect(finds("人工", in: "论人工智能") == true)
        #expect(finds("工", in: "论人工智能", isWhole: true) == true)
        #expect(finds("人智", in: "论人工智能") == false)
        #expect(finds("手机", in: "我的iPhone手机壳") == true)
        #expect(finds("iphone手", in: "我的iPhone手机壳", isWhole: true) == true)
        #expect(finds("ไทย", in: "ภาษาไทย") == true)
    }

    @Test("not across two texts")
    func apart() throws {
        let pattern = try #require(SearchPattern("a b", isWhole: false))
        #expect(!SearchText(["a", "b"]).contains(pattern))
        #expect(SearchText(["x", "a b"]).contains(pattern))
    }

    @Test("punctuation alone is nothing to look for")
    func nothing() {
        for text in ["", " ", "§", "…", "--", "\u{301}", "\u{E000}"] {
            #expect(SearchPattern(text, isWhole: false) == nil, "\(text)")
            #expect(SearchText(text).isEmpty)
        }
    }

    @Test("what an index holds finds all that the text contains", arguments: 0..<200)
    func index(_ seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let text = random.text(40)
        let indexed = SearchText(text).indexed.utf8.split(separator: 0x20).map(Array.init)
        for _ in 0..<30 {
            let signs = Array(text.unicodeScalars)
            let start = random.below(signs.count)
            let end = start + 1 + random.below(min(8, signs.count - start))
            var part = String.UnicodeScalarView()
            part.append(contentsOf: signs[start..<end])
            let isWhole = random.below(2) == 0
            guard let pattern = SearchPattern(String(part), isWhole: isWhole) else { continue }
            let isHeld = pattern.tokens.allSatisfy { token in
                #expect(!token.octets.isEmpty)
                return indexed.contains {
                    token.isPrefix ? $0.starts(with: token.octets) : $0 == token.octets
                }
            }
            #expect(isHeld || !SearchText(text).contains(pattern), "\(part) in \(text)")
        }
        #expect(SearchText(text.uppercased().lowercased()) == SearchText(text.lowercased()))
    }
}

/// The same numbers for the same seed.
private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    private static let pieces = [
        "a", "b", "Harbour", "é", "e\u{301}", " ", " ", ", ", "人", "工", "智能", "か\u{3099}", "ไทย",
        "ิ", "كَ", "تب", "👍🏽", "👩\u{200D}💻", "-", "\u{AD}", "ß", "한", "\u{1112}\u{1161}", "1", "٢",
        "İ",
        "ﬁ", "\n", "\u{301}", "ǅ", "Σ", "♥\u{FE0F}", "हि", "न्", "\u{E000}",
    ]

    mutating func text(_ count: Int) -> String {
        (0..<1 + below(count)).map { _ in Self.pieces[below(Self.pieces.count)] }.joined()
    }
}
