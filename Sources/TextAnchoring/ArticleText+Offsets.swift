extension ArticleText {
    /// The UTF-8 offset of a code point; nil outside `0...codePoints`.
    ///
    /// - Complexity: O(1), at most 127 code points are stepped over.
    public func utf8Offset(ofCodePoint position: Int) -> Int? {
        guard position >= 0, position <= codePoints else { return nil }
        guard position < codePoints else { return utf8.count }
        var offset = marks[position / Self.stride]
        var left = position % Self.stride
        while left > 0 {
            offset += Self.width(utf8[offset])
            left -= 1
        }
        return offset
    }

    /// The code point that the byte at a UTF-8 offset belongs to; nil outside `0...utf8.count`.
    ///
    /// - Complexity: O(log n) for a text of n code points.
    public func codePoint(atUTF8Offset offset: Int) -> Int? {
        guard offset >= 0, offset <= utf8.count else { return nil }
        guard offset < utf8.count else { return codePoints }
        let row = Self.last(marks.count) { marks[$0] <= offset }
        var position = row * Self.stride
        var start = marks[row]
        while start + Self.width(utf8[start]) <= offset {
            start += Self.width(utf8[start])
            position += 1
        }
        return position
    }

    /// The text of a half-open range of code points; nil unless it lies in the text.
    public func slice(_ range: Range<Int>) -> String? {
        guard let start = utf8Offset(ofCodePoint: range.lowerBound),
            let end = utf8Offset(ofCodePoint: range.upperBound)
        else { return nil }
        return String(decoding: utf8[start..<end], as: UTF8.self)
    }

    /// The number of the block, from 0, that a code point stands in; a newline ends its block.
    ///
    /// Positions outside the text count as its nearest end.
    public func block(at position: Int) -> Int {
        Self.last(blockStarts.count) { blockStarts[$0] <= position }
    }

    /// The half-open range of code points of a block, without its newline; nil if there is none.
    public func blockRange(_ block: Int) -> Range<Int>? {
        guard blockStarts.indices.contains(block) else { return nil }
        let next = block + 1
        return blockStarts[block]..<(next < blockStarts.count ? blockStarts[next] - 1 : codePoints)
    }

    /// The last heading that starts at or before a code point; nil if there is none.
    public func heading(at position: Int) -> Heading? {
        guard let first = headings.first, first.range.lowerBound <= position else { return nil }
        return headings[Self.last(headings.count) { headings[$0].range.lowerBound <= position }]
    }

    /// How many bytes the code point has that starts with this byte.
    private static func width(_ lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// The last index that holds, where all that hold come first; 0 if none does.
    private static func last(_ count: Int, holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }
}
