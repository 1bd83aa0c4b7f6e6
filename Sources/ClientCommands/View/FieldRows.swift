import CommandLine

/// Fields under each other, their values beside them: one thing with all that is known of it.
enum FieldRows {
    private static let nameColumns = 9
    private static let valueColumnsMin = 30

    /// A line or more a field, values made safe and filled within so many columns.
    static func text(_ rows: [(name: String, value: String)], width: Int) -> String {
        let rest = max(valueColumnsMin, width - nameColumns - 1)
        return rows.map { name, value in
            let lines = TextWidth.wrap(TerminalSafe.text(value), rest)
            return line(name, lines)
        }.joined()
    }

    /// One field with the lines of its value, which are safe and fit.
    static func line(_ name: String, _ lines: [String]) -> String {
        TextWidth.padded(name, nameColumns)
            + lines.joined(separator: "\n" + TextWidth.padded("", nameColumns)) + "\n"
    }
}
