import CivilTime

/// Writes Postil's own CSV, for spreadsheets: cells are guarded by `FormulaGuard`.
///
/// `CSVNoteReader` reads back what is written, but for `rest` and positions that do not count code
/// points. Tags stand in one cell with commas between them; a backslash in front makes a comma or
/// a backslash part of a tag.
public enum CSVNoteWriter: Sendable {
    /// A row for each note in the order given, below a row that names the columns; with a mark,
    /// behind a byte order mark.
    public static func write(_ sheets: [ExchangeSheet], hasMark: Bool = false) -> String {
        var writer = CSVWriter(isGuarded: true, hasMark: hasMark)
        writer.row(CSVNoteColumn.allCases.map(\.rawValue))
        for sheet in sheets {
            for note in sheet.notes {
                writer.row(CSVNoteColumn.allCases.map { cell($0, note, sheet.work) ?? "" })
            }
        }
        return writer.text
    }

    private static func cell(
        _ column: CSVNoteColumn, _ note: ExchangeNote, _ work: ExchangeWork
    ) -> String? {
        let position = note.quote?.position.flatMap { $0.unit == .codePoint ? $0 : nil }
        return switch column {
        case .id: note.key
        case .doc: work.id
        case .title: work.title
        case .author: work.author
        case .url: work.url
        case .quote: note.quote?.exact
        case .note: note.text
        case .tags: note.tags.map(escaped).joined(separator: ", ")
        case .color: note.colour
        case .status: note.isClosed ? "closed" : "open"
        case .by: note.creator
        case .created: note.created.map { UTCTime.text($0, .milliseconds) }
        case .modified: note.modified.map { UTCTime.text($0, .milliseconds) }
        case .parent: note.parent
        case .set: note.set
        case .place: note.quote?.place
        case .prefix: note.quote?.prefix
        case .suffix: note.quote?.suffix
        case .start: position.map { String($0.start) }
        case .end: position.map { String($0.end) }
        }
    }

    private static func escaped(_ tag: String) -> String {
        var result = ""
        for scalar in tag.unicodeScalars {
            if scalar == "," || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
