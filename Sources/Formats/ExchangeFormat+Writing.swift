extension ExchangeFormat {
    /// The formats that notes are written in from sheets.
    public static let writable: [ExchangeFormat] = [
        .w3c, .hypothesis, .readwise, .markdown, .csv, .html, .atom,
    ]

    /// Writes works with their notes.
    ///
    /// - Parameters:
    ///   - title: what the whole is called, for formats that have a place for it.
    ///   - id: what the whole is known by, for feeds.
    ///   - now: milliseconds since 1970, for a feed without entries.
    /// - Throws: `FormatError` for a format that is read and not written.
    public func write(
        _ sheets: [ExchangeSheet], title: String, id: String, now: Int64
    ) throws(FormatError) -> ExchangeOutput {
        switch self {
        case .w3c: .text(W3CWriter.write(sheets))
        case .hypothesis: .text(HypothesisWriter.write(sheets))
        case .readwise: .text(ReadwiseWriter.write(sheets))
        case .markdown: .files(MarkdownWriter.write(sheets))
        case .csv: .text(CSVNoteWriter.write(sheets))
        case .html: .text(HTMLWriter.write(sheets, title: title, jsonLD: W3CWriter.write(sheets)))
        case .atom: .text(AtomWriter.write(sheets, name: title, id: id, updated: now))
        default: throw FormatError("this format is read and not written")
        }
    }
}
