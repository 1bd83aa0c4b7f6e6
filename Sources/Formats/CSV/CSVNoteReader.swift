import CivilTime
import JSON

/// Reads Postil's own CSV as `CSVNoteWriter` writes it, and tables that people made in its manner:
/// columns by name in any order, those that are not there empty.
public enum CSVNoteReader: Sendable {
    /// Hands over the rows one after the other.
    /// A passage may stand under “highlight”, too.
    /// - Throws: `FormatError` if the first row has neither of the columns “quote” and “note”, and
    ///   what `take` throws.
    public static func read(_ octets: [UInt8], _ take: (ExchangeItem) throws -> Void) throws {
        var table = try CSVTable(octets, needs: ["quote", "note", otherQuote])
        while let item = table.next() {
            switch item {
            case .bad(let line, let why): try take(.bad(line: line, why: why))
            case .record(let record):
                let note = note(record, names: table.names)
                // An export of ours may hold a note that says nothing; it has an id.
                let isEmpty =
                    note.quote == nil && note.text.isEmpty
                    && record[CSVNoteColumn.id.rawValue] == nil
                try take(isEmpty ? .skipped("rows without quote and note") : .note(note))
            }
        }
    }

    /// How other programs and people call a quote.
    private static let otherQuote = "highlight"

    private static func note(_ record: CSVTable.Record, names: [String]) -> ExchangeNote {
        func cell(_ column: CSVNoteColumn) -> String? {
            let other = column == .quote ? record[otherQuote] : nil
            return (record[column.rawValue] ?? other).map(FormulaGuard.bare)
        }
        let work = ExchangeWork(
            title: cell(.title) ?? "", author: cell(.author), url: cell(.url), id: cell(.doc))
        // Without an id: what people do not change afterwards.
        let derived = [.title, .author, .url, .quote, .prefix, .place, .by, .created].map(cell)
        let key = cell(.id) ?? TextParts.key(derived + [cell(.quote) == nil ? cell(.note) : nil])
        var note = ExchangeNote(key: key, work: work)
        note.parent = cell(.parent)
        note.quote = quote(cell)
        note.text = cell(.note) ?? ""
        note.tags = tags(cell(.tags) ?? "")
        note.colour = ColourName.nearest(cell(.color))
        note.isClosed = cell(.status).map { TextParts.trimmed($0).lowercased() } == "closed"
        note.creator = cell(.by)
        note.created = cell(.created).flatMap(UTCTime.milliseconds)
        note.modified = cell(.modified).flatMap(UTCTime.milliseconds)
        note.hasUnreadDate =
            (note.created == nil && cell(.created) != nil)
            || (note.modified == nil && cell(.modified) != nil)
        note.set = cell(.set)
        note.line = record.line
        let rest = zip(names, record.cells).filter { name, cell in
            guard !cell.utf8.isEmpty else { return false }
            let folded = TextParts.trimmed(name).lowercased()
            switch CSVNoteColumn(rawValue: folded) {
            case nil:
                let isQuote = folded == otherQuote && record[CSVNoteColumn.quote.rawValue] == nil
                return !isQuote
            case .created: return note.created == nil
            case .modified: return note.modified == nil
            case .color: return note.colour == nil
            default: return false
            }
        }
        if !rest.isEmpty {
            note.rest = .object(
                rest.map { JSONValue.Member($0, .string(FormulaGuard.bare($1))) })
            note.origin = ExchangeFormat.csv.rawValue
        }
        return note
    }

    private static func quote(_ cell: (CSVNoteColumn) -> String?) -> ExchangeQuote? {
        guard let exact = cell(.quote) else { return nil }
        var quote = ExchangeQuote(
            exact: exact, prefix: cell(.prefix) ?? "", suffix: cell(.suffix) ?? "",
            place: cell(.place))
        if let start = cell(.start).flatMap({ Int($0) }), let end = cell(.end).flatMap({ Int($0) }),
            start >= 0, start <= end
        {
            quote.position = ExchangeQuote.Position(start: start, end: end, unit: .codePoint)
        }
        return quote
    }

    private static func tags(_ cell: String) -> [String] {
        var tags = [""]
        var isEscaped = false
        for scalar in cell.unicodeScalars {
            if !isEscaped, scalar == "\\" {
                isEscaped = true
            } else if !isEscaped, scalar == "," {
                tags.append("")
            } else {
                tags[tags.count - 1].unicodeScalars.append(scalar)
                isEscaped = false
            }
        }
        return TextParts.tags(tags)
    }
}
