import CommandLine

/// Texts of many scripts, drawn at random.
enum SampleTexts {
    static let pieces = [
        "a", "word", "Margin", " ", "  ", "é", "e\u{301}", "漢", "字", "かな", "。", "「", "」", "한국어",
        "שלום", "مرحبا", "नमस्ते", "👩‍👩‍👧‍👦", "🇩🇪", "❤️", "1️⃣", "\u{200B}", "\u{A0}",
        "(", ")", ",",
        "antidisestablishmentarianism", "x\u{300}\u{301}\u{302}", "\u{301}", "﹏", "Ａ",
        "\u{1100}\u{1161}",
    ]

    static let hostile = [
        "\u{1B}[31m", "\u{7}", "\u{8}", "\r", "\u{7F}", "\u{85}", "\u{9B}2J", "\u{202E}",
        "\u{2066}",
        "\u{2069}", "\u{200E}", "\u{61C}", "\u{2028}", "\u{2029}", "\u{E0041}", "\u{E000}",
        "\u{FEFF}",
        "\u{FFF9}", "\u{0}", "\u{10FFFF}",
    ]

    static func plain(_ random: inout SplitMix64, count: Int) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &random) ?? "a" }.joined()
    }

    static func mixed(_ random: inout SplitMix64, count: Int, newlines: Bool = true) -> String {
        let all = pieces + hostile + (newlines ? ["\n", "\n\n", "\t"] : [])
        return (0..<count).map { _ in all.randomElement(using: &random) ?? "a" }.joined()
    }

    /// What a rendering left raw; newline and, where it comes from us, ESC excepted by the caller.
    static func unsafeScalars(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != "\n" && TerminalSafe.isUnsafe($0) }
    }
}
