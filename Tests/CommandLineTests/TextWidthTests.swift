import CommandLine
import Testing

@Suite("TextWidth")
struct TextWidthTests {
    @Test(
        "columns follow what a terminal shows",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("ｶﾅ", 2), ("Ａ", 2),
            ("한", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇩🇪", 2), ("❤️", 2),
            ("❤", 1),
            ("1️⃣", 2), ("שלום", 4), ("مرحبا", 5), ("\u{200B}", 0), ("「」", 4), ("…", 1),
            ("a\u{200D}b", 2),
            ("𠀀", 2), ("\u{3248}", 1), ("क्षि", 3), ("👨🏽‍🚀", 2), ("\u{300}", 0), ("─└", 2),
        ])
    func columns(_ text: String, _ expected: Int) {
        #expect(TextWidth.columns(text) == expected)
    }

    @Test(
        "lines break at spaces, between ideographs, and inside long words",
        arguments: [
            ("one two three", 7, ["one two", "three"]),
            ("one two three", 8, ["one two", "three"]),
            ("abcdefgh ij", 3, ["abc", "def", "gh", "ij"]),
            ("漢字かな交じり文", 6, ["漢字か", "な交じ", "り文"]),
            ("漢字。かな", 4, ["漢", "字。", "かな"]),
            ("「漢字」を", 5, ["「漢", "字」", "を"]),
            ("한국어 문장", 7, ["한국어", "문장"]),
            ("a\nb\n\nc", 5, ["a", "b", "", "c"]),
            ("", 5, [""]), ("   ", 5, [""]),
            ("a\u{A0}b c", 3, ["a\u{A0}b", "c"]),
            ("漢", 1, ["漢"]),
            ("  two", 5, ["  two"]), ("  three", 5, ["three"]),
        ])
    func wrap(_ text: String, _ width: Int, _ lines: [String]) {
        #expect(TextWidth.wrap(text, width) == lines)
    }

    @Test("no line is too wide, and nothing but spaces is lost", arguments: 0..<400)
    func wrapLaws(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let text = SampleTexts.plain(&random, count: Int.random(in: 0...40, using: &random))
        let width = Int.random(in: 1...30, using: &random)
        let lines = TextWidth.wrap(text, width)
        for line in lines where line.count > 1 {
            #expect(TextWidth.columns(line) <= width, "seed \(seed): \(line)")
        }
        let kept = lines.joined().unicodeScalars.filter { $0 != " " }
        #expect(kept.elementsEqual(text.unicodeScalars.filter { $0 != " " }), "seed \(seed)")
    }

    @Test(
        "a cut text ends with an ellipsis and fits",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
            ("abc", 1, "…"), ("abc", 0, ""), ("", 0, ""),
        ])
    func truncate(_ text: String, _ width: Int, _ shown: String) {
        #expect(TextWidth.truncate(text, width) == shown)
    }

    @Test("a cut text never exceeds its columns", arguments: 0..<200)
    func truncateLaw(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let text = SampleTexts.plain(&random, count: 12)
        let width = Int.random(in: 0...30, using: &random)
        let shown = TextWidth.truncate(text, width)
        #expect(TextWidth.columns(shown) <= width)
        #expect((TextWidth.columns(text) <= width) == shown.utf8.elementsEqual(text.utf8))
    }
}
