/// Highlights and comments in a text, in the marks of CriticMarkup: `{==quote==}{>>comment<<}`.
///
/// A text is read beside the one that it was made of, which may hold the same signs itself. Any run
/// of white space may stand for any other; all else has to be there as it was.
package struct CriticMarkup {
    /// A marked passage.
    package struct Mark: Equatable {
        /// Where it stands in the text that was marked up: code points, half-open.
        package let range: Range<Int>
        /// What is said about it; empty if nothing.
        package let comment: String
    }

    /// The passages by where they begin; of those that begin together the longest comes first.
    package let marks: [Mark]

    private typealias Scalars = [Unicode.Scalar]

    private static let opener = Scalars("{==".unicodeScalars)
    private static let closer = Scalars("==}".unicodeScalars)
    private static let commentOpener = Scalars("{>>".unicodeScalars)
    private static let commentCloser = Scalars("<<}".unicodeScalars)

    /// Reads what was made of `original`.
    ///
    /// - Throws: `CriticMarkupError` for the first place that is more than marks.
    package init(_ edited: String, of original: String) throws(CriticMarkupError) {
        var reader = Reader(
            edited: Scalars(edited.unicodeScalars), original: Scalars(original.unicodeScalars))
        try reader.read()
        marks = reader.marks.sorted {
            ($0.range.lowerBound, -$0.range.upperBound) < (
                $1.range.lowerBound, -$1.range.upperBound
            )
        }
    }

    private struct Reader {
        let edited: Scalars
        let original: Scalars
        var marks: [Mark] = []
        private var index = 0
        private var place = 0
        /// Where the last word that was read ends in the original.
        private var end = 0
        private var sawSpace = true
        private var open: [(start: Int, index: Int)] = []
        /// The mark that was closed last, as long as nothing else was read behind it.
        private var closed: Int?

        init(edited: Scalars, original: Scalars) {
            self.edited = edited
            self.original = original
        }

        mutating func read() throws(CriticMarkupError) {
            while index < edited.count {
                if isMark(CriticMarkup.opener, first: true) {
                    open.append((nextWord, index))
                    index += CriticMarkup.opener.count
                    closed = nil
                } else if isMark(CriticMarkup.closer, first: false) {
                    try close()
                } else if starts(CriticMarkup.commentOpener, edited, index),
                    !starts(CriticMarkup.commentOpener, original, expected)
                {
                    try readComment()
                } else {
                    try readSign()
                }
            }
            if let mark = open.last { throw error(.unclosedMark, at: mark.index) }
            if nextWord < original.count { throw difference() }
        }

        /// Whether a mark stands here, and not a sign of the original: where both hold such signs
        /// in a row, what the edited text has more are the marks, the outermost.
        private func isMark(_ sign: Scalars, first: Bool) -> Bool {
            let count = row(of: sign, edited, index)
            guard count > 0 else { return false }
            let own = row(of: sign, original, expected)
            return first ? count > own : own == 0
        }

        private func row(of sign: Scalars, _ text: Scalars, _ start: Int) -> Int {
            var (index, count) = (start, 0)
            while starts(sign, text, index) {
                index += sign.count
                count += 1
            }
            return count
        }

        private func starts(_ sign: Scalars, _ text: Scalars, _ index: Int) -> Bool {
            text.count - index >= sign.count
                && text[index..<index + sign.count].elementsEqual(sign)
        }

        /// Where the original goes on, as far as the edited text was read.
        private var expected: Int { sawSpace ? nextWord : place }

        /// Where the next word of the original begins.
        private var nextWord: Int {
            var next = place
            while next < original.count, original[next].properties.isWhitespace { next += 1 }
            return next
        }

        private mutating func close() throws(CriticMarkupError) {
            guard let mark = open.popLast() else { throw error(.strayCloser, at: index) }
            guard mark.start < end else { throw error(.emptyMark, at: mark.index) }
            marks.append(Mark(range: mark.start..<end, comment: ""))
            closed = marks.count - 1
            index += CriticMarkup.closer.count
        }

        private mutating func readComment() throws(CriticMarkupError) {
            guard let closed else { throw error(.strayComment, at: index) }
            let start = index + CriticMarkup.commentOpener.count
            var finish = start
            while finish < edited.count, !starts(CriticMarkup.commentCloser, edited, finish) {
                finish += 1
            }
            guard finish < edited.count else { throw error(.unclosedComment, at: index) }
            let said = edited[start..<finish]
            let words = said.drop { $0.properties.isWhitespace }
            let kept = words.reversed().drop { $0.properties.isWhitespace }.reversed()
            var comment = String.UnicodeScalarView()
            comment.append(contentsOf: kept)
            let former = marks[closed].comment
            marks[closed] = Mark(
                range: marks[closed].range,
                comment: former.isEmpty ? String(comment) : former + "\n\n" + String(comment))
            index = finish + CriticMarkup.commentCloser.count
        }

        private mutating func readSign() throws(CriticMarkupError) {
            let sign = edited[index]
            if sign.properties.isWhitespace {
                sawSpace = true
                index += 1
                return
            }
            let next = nextWord
            // White space between words stays, and none comes into a word.
            let hasSpace = next > place || place == 0
            guard next < original.count, original[next] == sign, sawSpace == hasSpace || next == 0
            else { throw difference() }
            place = next + 1
            end = place
            sawSpace = false
            closed = nil
            index += 1
        }

        private func error(
            _ problem: CriticMarkupError.Problem, at index: Int
        ) -> CriticMarkupError {
            CriticMarkupError(
                problem, line: line(at: index), original: nil, edited: snippet(edited, index))
        }

        private func difference() -> CriticMarkupError {
            CriticMarkupError(
                .textChanged, line: line(at: index), original: snippet(original, nextWord),
                edited: snippet(edited, index))
        }

        private func line(at index: Int) -> Int { edited[..<index].count { $0 == "\n" } + 1 }

        private static let besideMax = 36

        /// What stands about a place, on one line.
        private func snippet(_ text: Scalars, _ index: Int) -> String {
            let start = max(0, index - Self.besideMax)
            let end = min(text.count, index + Self.besideMax)
            var words = String.UnicodeScalarView()
            for scalar in text[start..<end] {
                let isSpace = scalar.properties.isWhitespace
                if !isSpace || words.last ?? " " != " " { words.append(isSpace ? " " : scalar) }
            }
            return (start > 0 ? "… " : "") + String(words) + (end < text.count ? " …" : "")
        }
    }
}
