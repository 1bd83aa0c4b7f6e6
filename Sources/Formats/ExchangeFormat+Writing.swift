extension ExchangeFormat {
    /// The formats that notes are written in from sheets.
    public static let writable: [ExchangeFormat] = [
        .w3c, .hypothesis, .readwise, .markdown, .csv, .html,
    ]

    /// Writes works with their notes.
    ///
    /// - Parameter title: what the whole is called, for formats that have a place for it.
    /// - Throws: `FormatError` for a format that is read and not written.
    public func write(
        _ sheets: [ExchangeSheet], title: String
    ) throws(FormatError) -> ExchangeOutput {
        switch self {
        case .w3c: .text(W3CWriter.write(sheets))
        case .hypothesis: .text(HypothesisWriter.write(sheets))
        case .readwise: .text(ReadwiseWriter.write(sheets))
        case .markdown: .files(MarkdownWriter.write(sheets))
        case .csv: .text(CSVNoteWriter.write(sheets))
        case .html: .text(HTMLWriter.write(sheets, title: title))
        default: throw FormatError("this format is read and not written")
        }
    }
}
