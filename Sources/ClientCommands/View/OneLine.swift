import CommandLine

/// Text of several lines on one: for lists, where the whole is a command away.
enum OneLine {
    /// The text with each run of line ends and tabs as one space, safe for a terminal.
    static func text(_ text: String) -> String {
        let parts = text.unicodeScalars.split { $0 == "\n" || $0 == "\r" || $0 == "\t" }
        return TerminalSafe.line(parts.map { String($0) }.joined(separator: " "))
    }
}
