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
    }

    private(set) var buffer: [UInt8] = []
    private(set) var lines: [Line] = []
    private var pending: [UInt8] = []
    private var start = 0
    private var codePoints = 0
    private var pendingCodePoints = 0
    private var blank = false
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
            if pending.last != 0x20 {
                pending.append(0x20)
                pendingCodePoints += 1
            }
        default:
            if scalar.properties.isWhitespace {
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
        }
        dropPending()
        buffer += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
        codePoints += 1
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
                followsBlank: blank && !lines.isEmpty))
        start = buffer.count
        codePoints = 0
        blank = false
    }

    private mutating func dropPending() {
        pending.removeAll(keepingCapacity: true)
        pendingCodePoints = 0
    }
}
