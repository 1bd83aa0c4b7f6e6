import CivilTime
import JSON

/// Writes the CSV that Readwise imports.
///
/// Cells are not guarded as `FormulaGuard` does: this file goes into a program that takes an
/// apostrophe for a part of the highlight. For a spreadsheet there is `CSVNoteWriter`.
public enum ReadwiseWriter: Sendable {
    /// A row for each note that answers no other, in the order given; answers stand in the note
    /// of the thread, since Readwise knows none. A note on a whole work becomes a highlight of its
    /// own words, since Readwise takes no row without one.
    public static func write(_ sheets: [ExchangeSheet]) -> String {
        var writer = CSVWriter(isGuarded: false)
        writer.row(ReadwiseColumn.allCases.map(\.rawValue))
        for sheet in sheets {
            for (order, thread) in NoteThread.threads(of: sheet.notes).enumerated() {
                let row = cells(thread, sheet.work, order: order + 1)
                writer.row(ReadwiseColumn.allCases.map { row[$0] ?? "" })
            }
        }
        return writer.text
    }

    private static func cells(
        _ thread: NoteThread, _ work: ExchangeWork, order: Int
    ) -> [ReadwiseColumn: String] {
        let note = thread.note
        let isOwn = note.origin == ExchangeFormat.readwise.rawValue
        var row: [ReadwiseColumn: String] = [.placeKind: "order", .place: String(order)]
        if isOwn {
            row = [:]
            for column in ReadwiseColumn.allCases {
                row[column] = note.rest?[column.rawValue]?.string
            }
        }
        row[.highlight] = note.quote?.exact ?? (isOwn ? "" : note.text)
        row[.note] = ([note.quote == nil && !isOwn ? "" : note.text] + thread.answers.map(said))
            .filter { !$0.utf8.isEmpty }.joined(separator: "\n\n")
        row[.title] = work.title
        row[.author] = work.author ?? ""
        // A comma would make two tags of one.
        row[.tags] = note.tags.map { tag in
            String(tag.map { $0 == "," ? " " : $0 })
        }.joined(separator: ", ")
        row[.colour] = row[.colour] ?? note.colour ?? ""
        row[.date] = note.created.map(date) ?? row[.date]
        return row
    }

    private static func said(_ answer: NoteThread.Answer) -> String {
        answer.note.creator.map { "\($0): \(answer.note.text)" } ?? answer.note.text
    }

    /// `2019-08-24 04:56:00+00:00`, with microseconds where there are any.
    private static func date(_ milliseconds: Int64) -> String {
        let isWhole = milliseconds % 1000 == 0
        let text = UTCTime.text(milliseconds, isWhole ? .seconds : .milliseconds)
        let parts = text.dropLast().split(separator: "T")
        return parts.joined(separator: " ") + (isWhole ? "" : "000") + "+00:00"
    }
}
