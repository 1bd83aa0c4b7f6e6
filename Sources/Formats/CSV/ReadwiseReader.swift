import JSON
import CivilTime

/// Reads the CSV that Readwise exports: columns by name in any order, those that are not there
/// empty.
public enum ReadwiseReader: Sendable {
    /// Hands over the rows one after the other; a row with a note and no highlight is a note on
    /// the whole work.
    /// - Throws: `FormatError` if the first row has neither of the columns “Highlight” and “Note”,
    ///   and what `take` throws.
    public static func read(_ octets: [UInt8], _ take: (ExchangeItem) throws -> Void) throws {
        var table = try CSVTable(octets, needs: ["Highlight", "Note"])
        while let item = table.next() {
            switch item {
            case .bad(let line, let why): try take(.bad(line: line, why: why))
            case .record(let record):
                if let note = note(record, names: table.names) {
                    try take(.note(note))
                } else {
                    try take(.skipped("rows without highlight and note"))
                }
            }
        }
    }

    private static func note(_ record: CSVTable.Record, names: [String]) -> ExchangeNote? {
        func cell(_ column: ReadwiseColumn) -> String? { record[column.rawValue] }
        let highlight = cell(.highlight)
        guard highlight != nil || cell(.note) != nil else { return nil }
        // A row without highlight is told apart by its note.
        let key = TextParts.key(
            [.title, .author, .placeKind, .place, .highlight, .date].map(cell)
                + [highlight == nil ? cell(.note) : nil])
        var note = ExchangeNote(
            key: key, work: ExchangeWork(title: cell(.title) ?? "", author: cell(.author)))
        note.quote = highlight.map { ExchangeQuote(exact: $0, place: place(cell)) }
        note.text = cell(.note) ?? ""
        note.tags = TextParts.tags(
            (cell(.tags) ?? "").split(separator: ",").map(String.init))
        note.colour = ColourName.nearest(cell(.colour))
        note.created = cell(.date).flatMap(time)
        note.origin = ExchangeFormat.readwise.rawValue
        note.rest = rest(record, names: names, note)
        note.line = record.line
        return note
    }

    private static func place(_ cell: (ReadwiseColumn) -> String?) -> String? {
        guard let place = cell(.place) else { return nil }
        switch cell(.placeKind) {
        // These count positions and order, and say nothing to people.
        case "offset", "order": return nil
        case let kind?: return "\(kind) \(place)"
        case nil: return place
        }
    }

    /// `2019-08-24 04:56:00+00:00`, with or without microseconds; UTC if no offset is given.
    private static func time(_ text: String) -> Int64? {
        UTCTime.milliseconds(text) ?? UTCTime.milliseconds(text + "Z")
    }

    /// The cells that no member of the note holds.
    private static func rest(
        _ record: CSVTable.Record, names: [String], _ note: ExchangeNote
    ) -> JSONValue? {
        var members: [JSONValue.Member] = []
        for (name, cell) in zip(names, record.cells) where !cell.utf8.isEmpty {
            switch ReadwiseColumn(rawValue: name) {
            case .highlight, .title, .author, .note, .tags: continue
            case .colour where note.colour.map { $0.utf8.elementsEqual(cell.utf8) } == true:
                continue
            case .date where note.created != nil: continue
            default: members.append(JSONValue.Member(name, .string(cell)))
            }
        }
        return members.isEmpty ? nil : .object(members)
    }
}
