/// How the lines of a plain text stand to each other, where a person broke them.
///
/// A matter of showing alone: the canonical text keeps its lines, because positions count in it,
/// and drops blank ones, so only the source can tell. Blocks are those of the canonical text,
/// counted from 0.
///
/// Lines are taken for one paragraph if no blank line parts them, all but the last are about as
/// long as the longest, and they read as prose does: few of them end in a sign of punctuation or
/// begin with a capital, and nothing in them is set in columns. Items, quotations, verse, tables,
/// code and short lines are none.
public struct HandWrapping: Hashable, Sendable {
    /// The blocks that go on with the paragraph of the block before them.
    public let continuations: [Int]
    /// The blocks that stand right below the one before them, as lines of verse, items and rows do;
    /// none where no blank lines part anything, and none beside a long line, which is a paragraph.
    public let neighbours: [Int]
    /// How many columns deeper blocks stand than the block that stands least deep: code, verse and
    /// items within items are told by that. Where a paragraph is several lines, its least deep line
    /// counts. Blocks that stand no deeper are left out.
    public let indents: [Int: Int]

    private static let limits = 50...100
    /// Deeper than this, text is set off as code is.
    private static let indentMax = 3
    /// Deeper than this nothing is shown: what is set to the right, or in the middle of a page.
    private static let indentShownMax = 16
    /// How much deeper the text of an item may stand than its mark.
    private static let itemIndentMax = 8

    /// Looks at a source.
    /// - Complexity: linear in its length.
    public init(_ source: String) {
        let folded = FoldedLines(source)
        let lines = folded.lines
        let joins = PlainTextExtractor.joins(folded)
        var goesOn = Array(repeating: false, count: lines.count)
        for paragraph in Self.paragraphs(folded) where Self.isProse(paragraph, folded) {
            for index in paragraph.dropFirst() { goesOn[index] = true }
        }
        func isFilled(_ index: Int) -> Bool {
            lines.indices.dropFirst().contains(index) && (goesOn[index] || joins[index - 1])
        }
        let hasBlanks = lines.contains(where: \.followsBlank)
        let longest = Self.limits.upperBound
        var (continuations, neighbours) = ([Int](), [Int]())
        let base = lines.reduce(Int.max) { min($0, $1.indent) }
        var indents: [Int: Int] = [:]
        func note(_ index: Int, as block: Int) {
            var indent = lines[index].indent
            var next = index + 1
            while isFilled(next) {
                indent = min(indent, lines[next].indent)
                next += 1
            }
            if indent > base { indents[block] = min(indent - base, Self.indentShownMax) }
        }
        if !lines.isEmpty { note(0, as: 0) }
        var block = 0
        for index in lines.indices.dropFirst() where !joins[index - 1] {
            block += 1
            if goesOn[index] {
                continuations.append(block)
                continue
            }
            note(index, as: block)
            if hasBlanks, !lines[index].followsBlank,
                max(lines[index - 1].codePoints, lines[index].codePoints) <= longest
            {
                // A paragraph of several lines stands apart, unless it is an item.
                let isDeeper = lines[index].indent > lines[index - 1].indent
                let isApart = isFilled(index + 1) || isFilled(index - 1) && isDeeper
                if !isApart || Self.opensWithMark(index, folded) { neighbours.append(block) }
            }
        }
        self.continuations = continuations
        self.neighbours = neighbours
        self.indents = indents
    }

    /// Lines that may be one paragraph: a blank line parts them, a mark of an item, and where they
    /// begin to stand deeper.
    private static func paragraphs(_ folded: FoldedLines) -> [Range<Int>] {
        let lines = folded.lines
        var starts: [Int] = []
        for (index, line) in lines.enumerated() {
            guard let start = starts.last, !line.followsBlank, !opensWithMark(index, folded) else {
                starts.append(index)
                continue
            }
            let isSecond = index == start + 1
            let isItem = opensWithMark(start, folded)
            let isDeeper = line.indent > lines[index - 1].indent
            let isLess = line.indent < lines[index - 1].indent
            if isSecond ? isDeeper && !isItem : isDeeper || isLess { starts.append(index) }
        }
        return zip(starts, starts.dropFirst() + [lines.count]).map { $0..<$1 }
    }

    private static func isProse(_ paragraph: Range<Int>, _ folded: FoldedLines) -> Bool {
        let lines = folded.lines[paragraph]
        guard let first = lines.first, let last = lines.last, lines.count > 1 else { return false }
        let inner = lines.dropLast()
        let limit = lines.reduce(0) { max($0, $1.codePoints) }
        let length = inner.reduce(0) { $0 + $1.codePoints }
        let isItem = opensWithMark(paragraph.lowerBound, folded)
        return limits.contains(limit)
            && last.indent <= (isItem ? first.indent + itemIndentMax : indentMax)
            && inner.allSatisfy { $0.codePoints * 10 >= limit * 6 }
            && length * 10 >= limit * 8 * inner.count
            && !lines.contains(where: \.hasGaps)
            && readsOn(lines.map { folded.buffer[$0.bytes] })
    }

    private static func opensWithMark(_ index: Int, _ folded: FoldedLines) -> Bool {
        PlainTextExtractor.opensWithMark(folded.buffer[folded.lines[index].bytes])
    }

    // MARK: Words

    private static func readsOn(_ lines: [ArraySlice<UInt8>]) -> Bool {
        var (letters, signs) = (0, 0)
        var (ends, capitals, smalls) = (0, 0, 0)
        for line in lines {
            for octet in line where octet != 0x20 {
                if octet >= 0x80 || isLetter(octet) { letters += 1 } else { signs += 1 }
            }
        }
        for (line, next) in zip(lines, lines.dropFirst()) {
            let (end, start) = (scalar(atEndOf: line), scalar(atStartOf: next))
            guard line.contains(0x20), let end, let start, !isIdeographic(end),
                !isIdeographic(start), !"{}\\|".unicodeScalars.contains(end)
            else { return false }
            if ",.;:!?—–…".unicodeScalars.contains(end) { ends += 1 }
            if start.properties.isUppercase { capitals += 1 }
            if start.properties.isLowercase { smalls += 1 }
        }
        let breaks = lines.count - 1
        // Where letters have no case, a single break says too little.
        let isCased = capitals + smalls > 0
        return letters >= signs * 4 && ends * 2 <= breaks
            && (isCased ? smalls > 0 && capitals * 3 <= breaks * 2 : breaks > 1)
    }

    private static func isLetter(_ octet: UInt8) -> Bool {
        (0x61...0x7A).contains(octet | 0x20)
    }

    /// The first scalar that is no opening quote or bracket.
    private static func scalar(atStartOf line: ArraySlice<UInt8>) -> Unicode.Scalar? {
        String(decoding: line.prefix(32), as: UTF8.self).unicodeScalars.first {
            !"\"'([“‘«„_*".unicodeScalars.contains($0)
        }
    }

    /// The last scalar that is no closing quote or bracket.
    private static func scalar(atEndOf line: ArraySlice<UInt8>) -> Unicode.Scalar? {
        String(decoding: line.suffix(32), as: UTF8.self).unicodeScalars.last {
            !"\"')]”’»“_*".unicodeScalars.contains($0)
        }
    }

    private static func isIdeographic(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2E80...0x9FFF, 0xF900...0xFAFF, 0xFF00...0xFFEF, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
