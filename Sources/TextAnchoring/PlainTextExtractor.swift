/// Makes an article of plain text.
///
/// Rules of version 1. Every line that is not blank is a block, because poems, lists, bylines and
/// most articles saved from the web put one thing on a line. Only text that was wrapped by machine
/// is joined again: where blank lines part the document into groups, and the longest line of a
/// group has 60 to 120 code points, a line is joined to the next one by a space if it contains a
/// space and the next line's first word would not have fitted on it within the group's longest
/// line, unless the next line opens with a list, quote or heading mark. White space is folded as
/// `FoldedLines` says; all other code points stay as they came. A canonical text has no blank
/// lines, so extracting it again gives the same text.
///
/// Plain text has no headings: a mark at the start of a line may mean anything.
public enum PlainTextExtractor {
    /// Raised whenever the same source would give another canonical text.
    public static let version = 1
    /// The largest source that is taken, in bytes of UTF-8.
    public static let sourceBytesMax = SourceText.bytesMax

    static let wrappedCodePoints = 60...120

    /// The article that a source holds; its title is the first line.
    ///
    /// - Throws: `tooLarge`, `nul`, `empty`.
    public static func extract(_ source: String) throws(ExtractionError) -> ExtractedArticle {
        try SourceText.check(source, bytesMax: sourceBytesMax)
        let folded = FoldedLines(source)
        let utf8 = unwrapped(folded)
        guard !utf8.isEmpty else { throw .empty }
        let first = utf8.prefix { $0 != 0x0A }
        return ExtractedArticle(
            title: ExtractedArticle.title(from: String(decoding: first, as: UTF8.self)),
            text: ArticleText(utf8: utf8, headings: []))
    }

    private static func unwrapped(_ folded: FoldedLines) -> [UInt8] {
        let joined = joins(folded)
        var result: [UInt8] = []
        result.reserveCapacity(folded.buffer.count + joined.count)
        for (line, isJoined) in zip(folded.lines, joined) {
            result += folded.buffer[line.bytes]
            result.append(isJoined ? 0x20 : 0x0A)
        }
        if !result.isEmpty { result.removeLast() }
        return result
    }

    /// Of each line, whether the next one is joined to it.
    static func joins(_ folded: FoldedLines) -> [Bool] {
        let lines = folded.lines
        var joins = Array(repeating: false, count: lines.count)
        guard lines.contains(where: \.followsBlank) else { return joins }
        var start = 0
        while start < lines.count {
            var end = start + 1
            while end < lines.count, !lines[end].followsBlank { end += 1 }
            let width = lines[start..<end].reduce(0) { max($0, $1.codePoints) }
            if wrappedCodePoints.contains(width) {
                for index in start..<(end - 1) {
                    joins[index] = isWrapped(index, within: width, in: folded)
                }
            }
            start = end
        }
        return joins
    }

    /// Whether a wrapping at this width would have broken the line before the next one's first
    /// word.
    private static func isWrapped(_ index: Int, within width: Int, in folded: FoldedLines) -> Bool {
        let line = folded.lines[index]
        let next = folded.buffer[folded.lines[index + 1].bytes]
        guard folded.buffer[line.bytes].contains(0x20), !opensWithMark(next) else { return false }
        let word = next.prefix { $0 != 0x20 }.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return line.codePoints + 1 + word > width
    }

    /// Whether a line begins as an item, a quotation, a heading or a row of a table does.
    static func opensWithMark(_ line: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: line.prefix { $0 != 0x20 }.prefix(16), as: UTF8.self)
        if ["-", "*", "+", "•", "·", "–", "—"].contains(word) { return true }
        if let first = word.utf8.first, [0x23, 0x3E, 0x7C].contains(first) { return true }
        guard let last = word.utf8.last, last == 0x2E || last == 0x29 else { return false }
        let number = word.utf8.dropLast()
        return !number.isEmpty && number.count <= 4
            && number.allSatisfy { (0x30...0x39).contains($0) }
    }
}
