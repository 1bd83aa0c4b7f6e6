import JSON

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
    public static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool { UnsafeScalar.matches(scalar) }

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
}
