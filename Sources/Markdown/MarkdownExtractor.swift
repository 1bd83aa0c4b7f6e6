public import TextAnchoring

/// Makes an article of CommonMark, as libcmark reads it.
///
/// Rules of version 1. Every paragraph, heading and line of code is a block; a hard line break ends
/// a block too, but in a heading. White space is folded as in plain text, but code blocks keep
/// their lines as they are, less blank ones at either end. A link leaves its text, an image its
/// alternative text; raw HTML, list marks and rules leave nothing, `<br>` a line break. Tables are
/// not CommonMark and stay paragraphs.
public enum MarkdownExtractor {
    /// Raised whenever the same source would give another canonical text.
    public static let version = 1
    /// The largest source that is taken, in bytes of UTF-8.
    public static let sourceBytesMax = 4 << 20
    /// How many times an image may be opened: libcmark 0.30.2 takes time in the square of it.
    public static let imagesMax = 20_000

    /// The article that a source holds; its title is the first heading or, without one, line.
    ///
    /// - Throws: `tooLarge`, `nul`, `tooManyImages`, `empty`.
    public static func extract(_ source: String) throws(ExtractionError) -> ExtractedArticle {
        try SourceText.check(source, bytesMax: sourceBytesMax)
        let bytes = withoutReturns(source)
        guard images(in: bytes) <= imagesMax else { throw .tooManyImages(max: imagesMax) }
        var blocks = BlockWriter()
        let document = Document(bytes)
        document.walk { blocks.take($0) }
        guard let first = blocks.firstLine else { throw .empty }
        let text = ArticleText(canonical: blocks.text, headings: blocks.headings)
        let heading = text.headings.first.flatMap { text.slice($0.range) }
        return ExtractedArticle(title: ExtractedArticle.title(from: heading ?? first), text: text)
    }

    /// The bytes with every CR LF and CR as LF.
    private static func withoutReturns(_ source: String) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.utf8.count)
        var afterReturn = false
        for byte in source.utf8 {
            if !(afterReturn && byte == 0x0A) { result.append(byte == 0x0D ? 0x0A : byte) }
            afterReturn = byte == 0x0D
        }
        return result
    }

    private static func images(in bytes: [UInt8]) -> Int {
        zip(bytes, bytes.dropFirst()).reduce(0) { $0 + ($1 == (0x21, 0x5B) ? 1 : 0) }
    }
}
