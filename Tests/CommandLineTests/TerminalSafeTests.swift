import CommandLine
import JSON
import Testing

@Suite("TerminalSafe")
struct TerminalSafeTests {
    /// Written from the outside: categories that a terminal may obey, by their properties.
    private static func mayAct(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isBidiControl { return true }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse: return true
        default: break
        }
        return scalar.properties.isNoncharacterCodePoint
            || scalar.properties.isDeprecated && scalar.properties.generalCategory == .format
            || [0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB].contains(scalar.value)
            || (0xE0000...0xE007F).contains(scalar.value)
    }

    @Test("of all scalars, those that a terminal may obey come out escaped and no other")
    func allScalars() {
        var (seen, wrong) = (0, [UInt32]())
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            seen += 1
            let raw = String(scalar)
            let line = TerminalSafe.line(raw)
            let isKept = line.utf8.elementsEqual(raw.utf8)
            if isKept == Self.mayAct(scalar) { wrong.append(value) }
            if !isKept, line.utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) {
                wrong.append(value)
            }
            let json = JSONString.quoted(raw)
            if json.unicodeScalars.contains(where: Self.mayAct) { wrong.append(value) }
        }
        #expect(seen == 1_112_064)
        #expect(wrong.isEmpty, "\(wrong.prefix(20).map { String($0, radix: 16) })")
    }

    @Test(
        "ordinary text of every script stays as it is",
        arguments: [
            "Grüße, naïve e\u{301}", "שלום עולם", "مرحبا", "می‌خواهم", "नमस्ते", "漢字かな交じり文",
            "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 1️⃣", "tab\there\nand there", "",
        ])
    func ordinary(_ text: String) {
        #expect(TerminalSafe.text(text).utf8.elementsEqual(text.utf8))
    }

    @Test(
        "what would act is written in hexadecimal",
        arguments: [
            ("\u{1B}[31mred", "\\u{1B}[31mred"), ("a\r\nb", "a\\u{D}\nb"),
            ("abc\u{202E}fdp", "abc\\u{202E}fdp"), ("\u{9B}2J", "\\u{9B}2J"),
        ])
    func escaped(_ text: String, _ shown: String) {
        #expect(TerminalSafe.text(text) == shown)
    }

    @Test("a line escapes newline and tab too")
    func line() {
        #expect(TerminalSafe.line("a\nb\tc") == "a\\u{A}b\\u{9}c")
    }

    @Test("JSON strings use short escapes and surrogate pairs")
    func jsonString() {
        #expect(
            JSONString.quoted("\"\\\n\t\u{1B}\u{202E}\u{E0041}é")
                == "\"\\\"\\\\\\n\\t\\u001b\\u202e\\udb40\\udc41é\"")
    }
}
