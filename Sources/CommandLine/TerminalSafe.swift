/// Shows text of other people so that a terminal obeys none of it.
///
/// What could move the cursor, change colours, reorder or hide text is written as `\u{…}`; letters
/// of every script, combining marks, and emoji joined by ZWJ stay as they are. The text itself is
/// stored untouched: only what is printed goes through here.
public enum TerminalSafe: Sendable {
    /// The text for one or more lines of output: newline and tab stay.
    public static func text(_ text: String) -> String {
        escaping(text) { $0 != "\n" && $0 != "\t" && isUnsafe($0) }
    }

    /// The text for the inside of one line: newline and tab are escaped as well.
    public static func line(_ text: String) -> String {
        escaping(text, isUnsafe)
    }

    /// Whether a scalar must not reach a terminal raw; true for newline and tab as well, which
    /// `text` excepts.
    ///
    /// Controls (C0, DEL, C1), bidirectional controls (Unicode Standard Annex 9, section 2),
    /// separators of lines and paragraphs, deprecated format characters, the byte order mark,
    /// interlinear annotation, tags, private use, and noncharacters.
    public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x20 { return true }
        if value < 0x7F { return false }
        switch value {
        case 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F,
            0xE000...0xF8FF, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
            0xF0000...0x10FFFF:
            return true
        default:
            return value & 0xFFFE == 0xFFFE
        }
    }

    /// The text as a JSON string with its quotation marks (RFC 8259, section 7): pure of raw
    /// controls and of all that `isUnsafe` names, which become `\uXXXX`.
    public static func jsonString(_ text: String) -> String {
        var result = "\""
        result.unicodeScalars.reserveCapacity(text.utf8.count + 2)
        for scalar in text.unicodeScalars { appendJSON(scalar, to: &result) }
        result += "\""
        return result
    }

    /// The visible form of one scalar, such as `\u{1B}`.
    static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }

    private static func escaping(_ text: String, _ mustEscape: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: mustEscape) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            if mustEscape(scalar) {
                result += escape(scalar)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func appendJSON(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default:
            guard isUnsafe(scalar) else { return result.unicodeScalars.append(scalar) }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
    }
}
