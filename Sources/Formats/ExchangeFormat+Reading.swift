extension ExchangeFormat {
    /// The formats that can be read.
    public static let readable: [ExchangeFormat] = [
        .jsonl, .w3c, .hypothesis, .readwise, .kindle, .koreader, .csv,
    ]

    /// Reads a file in this format, and hands over what is in it, one after the other.
    ///
    /// - Throws: what `take` throws; `FormatError` if the file as a whole cannot be read.
    public func read(_ octets: [UInt8], _ take: (ExchangeItem) throws -> Void) throws {
        switch self {
        case .jsonl: try JSONLReader.read(octets, take)
        case .w3c: try W3CReader.read(octets, take)
        case .hypothesis: try HypothesisReader.read(octets, take)
        case .readwise: try ReadwiseReader.read(octets, take)
        case .kindle: try KindleReader.read(octets, take)
        case .koreader: try KOReaderReader.read(octets, take)
        case .csv: try CSVNoteReader.read(octets, take)
        default: throw FormatError("this format is written and not read")
        }
    }
}
