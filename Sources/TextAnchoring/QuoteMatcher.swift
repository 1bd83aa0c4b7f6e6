/// Finds quotes in one article text, as a person types them and as a description kept them.
///
/// Alike are: straight and curly quotation marks, guillemets and primes; hyphens, dashes and the
/// minus sign; three full stops and an ellipsis; any run of white space, newlines between blocks
/// included; composed and decomposed letters. Soft hyphens and marks without width do not count.
/// Case does. What is found is always the article's own code points, whole grapheme clusters.
public struct QuoteMatcher: Sendable {
    /// The text that is searched.
    public let text: ArticleText

    let folded: FoldedText
    let table: FoldKeys

    /// Prepares a text for any number of searches.
    ///
    /// - Complexity: linear in the text, with about 12 bytes of memory a code point.
    public init(_ text: ArticleText) {
        var table = FoldKeys()
        self.folded = FoldedText(text.string, with: &table)
        self.table = table
        self.text = text
    }

    /// Every place where a quote stands, in reading order: code points, half-open.
    ///
    /// Overlapping places count each. White space at the ends of the quote makes no difference.
    public func occurrences(of quote: String) -> [Range<Int>] {
        places(of: quote).map(folded.codePoints)
    }

    /// The same as ranges of keys; two or three typed hyphens stand for a dash if nothing else
    /// does.
    func places(of quote: String) -> [Range<Int>] {
        let needle = fold(quote)
        let found = folded.places(of: needle)
        guard found.isEmpty else { return found }
        let hyphen: Int32 = 0x2D
        var dashed: [Int32] = []
        var run = 0
        for key in needle {
            run = key == hyphen ? run + 1 : 0
            if run != 2, run != 3 { dashed.append(key) }
        }
        return dashed.count < needle.count ? folded.places(of: dashed) : []
    }

    /// The keys of a text, without white space at its ends.
    func fold(_ text: String) -> [Int32] {
        var numbers = table
        return FoldedText(text, with: &numbers).trimmed
    }
}
