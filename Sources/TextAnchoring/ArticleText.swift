/// The canonical text of one version of an article, with tables to find one's way in it.
///
/// A position is a count of code points, as on the wire; memory holds UTF-8. Blocks are the pieces
/// between newlines. Equal when the bytes and headings are equal.
public struct ArticleText: Hashable, Sendable {
    /// The canonical text as UTF-8: what its version's hash is taken over.
    public let utf8: [UInt8]
    /// How long the text is, in code points.
    public let codePoints: Int
    /// The headings, in reading order.
    public let headings: [Heading]
    /// The code point at which each block starts, in reading order; never empty.
    public let blockStarts: [Int]

    /// UTF-8 offset of every `stride`th code point: invariant `marks[k]` belongs to `k * stride`.
    let marks: [Int]
    static let stride = 128

    /// Takes a text that is canonical already, as an extractor made it or a store kept it.
    ///
    /// - Parameter headings: those that do not lie in the text are left out.
    public init(canonical: String, headings: [Heading] = []) {
        self.init(utf8: Array(canonical.utf8), headings: headings)
    }

    /// Takes bytes that are known to be valid UTF-8.
    init(utf8: [UInt8], headings: [Heading]) {
        var marks: [Int] = []
        var blockStarts = [0]
        var count = 0
        for (offset, byte) in utf8.enumerated() where byte & 0xC0 != 0x80 {
            if count % Self.stride == 0 { marks.append(offset) }
            count += 1
            if byte == 0x0A { blockStarts.append(count) }
        }
        self.utf8 = utf8
        self.codePoints = count
        self.headings =
            headings
            .filter { $0.range.lowerBound >= 0 && $0.range.upperBound <= count }
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        self.blockStarts = blockStarts
        self.marks = marks
    }

    /// The whole canonical text.
    public var string: String { String(decoding: utf8, as: UTF8.self) }
}
