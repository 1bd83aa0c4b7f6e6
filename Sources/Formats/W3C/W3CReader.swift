import JSON

/// Reads annotations of the Web Annotation Data Model in JSON-LD: one, a list, a line each, or a
/// collection or page that holds them.
public enum W3CReader {
    /// Hands over what the file holds, in its order; an annotation whose target is another one in
    /// the file answers it and is on the same work.
    /// - Throws: `FormatError` for a file that is no such thing or no JSON, when what stands before
    ///   the fault has been handed over, and what the closure throws.
    public static func read(
        _ octets: [UInt8], _ take: (ExchangeItem) throws -> Void
    ) throws {
        try W3CFile(octets).read(take)
    }
}
