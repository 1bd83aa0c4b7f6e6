import JSON

/// Writes the JSON of Hypothesis.
public enum HypothesisWriter {
    /// The rows as its API answers a search, a row a line.
    ///
    /// A note that was read from a row is that row again, changed where the note says something
    /// else. Positions are in UTF-16 units; one in code points of a text that is not held is left
    /// out.
    public static func write(_ sheets: [ExchangeSheet]) -> String {
        let total = sheets.reduce(0) { $0 + $1.notes.count }
        var text = "{\"total\":\(total),\"rows\":["
        var separator = "\n"
        for sheet in sheets {
            let rows = HypothesisRows(sheet)
            for note in sheet.notes {
                var writer = JSONWriter()
                writer.value(rows.row(note))
                text += separator + writer.text
                separator = ",\n"
            }
        }
        return text + "\n]}\n"
    }
}
