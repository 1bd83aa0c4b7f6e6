/// Lines with their white space folded, in one buffer.
///
/// A line ends at LF, CR, CR LF, VT, FF, NEL, U+2028 or U+2029. White space at its ends is dropped;
/// within it a run of spaces and tabs becomes one space; other white space (the no-break space,
/// the ideographic space) stays as it came.
package struct FoldedLines {
    /// One line that is not blank.
    struct Line {
        /// Where it lies in the buffer.
        let bytes: Range<Int>
        let codePoints: Int
        /// Whether a blank line stands between it and the line before.
        let followsBlank: Bool
        /// How many columns of white space stand before it; tab stops are eight columns apart.
        let indent: Int
        /// Whether white space within it is wider than between words or sentences.
        let hasGaps: Bool
    }

    private(set) var buffer: [UInt8] = []
    private(set) var lines: [Line] = []
    private var pending: [UInt8] = []
    private var start = 0
    private var codePoints = 0
    private var pendingCodePoints = 0
    private var blank = false
    private var indent = 0
    private var hasGaps = false
    /// Columns of the white space that was read last.
    private var run = 0
    private var endedByReturn = false

    /// Folds a text; a line end at its end makes no difference.
    package init(_ text: some StringProtocol) {
        buffer.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { take(scalar) }
        endLine()
    }

    /// The lines, one newline between them.
    package var joined: [UInt8] {
        var result: [UInt8] = []
        for line in lines {
            if !result.isEmpty { result.append(0x0A) }
            result += buffer[line.bytes]
        }
        return result
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        let feedOfReturn = endedByReturn && scalar == "\n"
        endedByReturn = scalar == "\r"
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029:
            if !feedOfReturn { endLine() }
        case 0x09, 0x20:
            run += scalar == " " ? 1 : 8 - run % 8
            if pending.last != 0x20 {
                pending.append(0x20)
                pendingCodePoints += 1
            }
        default:
            if scalar.properties.isWhitespace {
                run += 1
                pending += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
                pendingCodePoints += 1
            } else {
                takeInk(scalar)
            }
        }
    }

    private mutating func takeInk(_ scalar: Unicode.Scalar) {
        if buffer.count > start {
            buffer += pending
            codePoints += pendingCodePoints
            if run > 2 || run == 2 && !endsSentence { hasGaps = true }
        } else {
            indent = run
        }
        dropPending()
        buffer += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
        codePoints += 1
    }

    /// Whether two spaces are usual behind what was read before them.
    private var endsSentence: Bool {
        let before = buffer.count - pending.count
        guard let sign = buffer[..<before].last else { return false }
        return sign >= 0x80 || ".!?:;)\"'*_".utf8.contains(sign)
    }

    private mutating func endLine() {
        dropPending()
        guard buffer.count > start else {
            blank = true
            return
        }
        lines.append(
            Line(
                bytes: start..<buffer.count, codePoints: codePoints,
                followsBlank: blank && !lines.isEmpty, indent: indent, hasGaps: hasGaps))
        start = buffer.count
        codePoints = 0
        blank = false
        hasGaps = false
    }

    private mutating func dropPending() {
        pending.removeAll(keepingCapacity: true)
        pendingCodePoints = 0
        run = 0
    }
}
