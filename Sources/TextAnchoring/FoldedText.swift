/// A text as a sequence of keys that compare as a person compares, each with its place.
///
/// Invariants: the three arrays have one length; starts and ends ascend; a place never cuts a
/// grapheme cluster; a space is never beside a space. An ellipsis is three keys in one place.
struct FoldedText: Sendable {
    /// The key of each cluster that has width.
    private(set) var keys: [Int32] = []
    /// Where each key starts and ends, in code points of the text.
    private(set) var starts: [Int32] = []
    private(set) var ends: [Int32] = []

    /// Folds a text with these numbers, adding new ones.
    init(_ text: String, with table: inout FoldKeys) {
        let bytes = Array(text.utf8)
        keys.reserveCapacity(bytes.count)
        starts.reserveCapacity(bytes.count)
        ends.reserveCapacity(bytes.count)
        var position: Int32 = 0
        var offset = 0
        var index = text.startIndex
        var indexOffset = 0
        while offset < bytes.count {
            if Self.isLoneASCII(bytes, offset) {
                append(FoldKeys.key(ascii: bytes[offset]), position, position &+ 1)
                position &+= 1
                offset += 1
                continue
            }
            if indexOffset != offset {
                index = text.utf8.index(text.startIndex, offsetBy: offset)
            }
            index = text.index(after: index)
            indexOffset = text.utf8.distance(from: text.startIndex, to: index)
            let cluster = bytes[offset..<indexOffset]
            let end = position &+ Self.codePoints(cluster)
            let key = table.key(cluster)
            if FoldKeys.dots.contains(key) {
                for _ in key..<0 { append(FoldKeys.fullStop, position, end) }
            } else if key != FoldKeys.nothing {
                append(key, position, end)
            }
            (position, offset) = (end, indexOffset)
        }
    }

    /// The keys without white space at either end.
    var trimmed: [Int32] {
        var result = keys[...]
        if result.first == FoldKeys.space { result = result.dropFirst() }
        if result.last == FoldKeys.space { result = result.dropLast() }
        return Array(result)
    }

    /// Every place of the needle, as ranges of keys, overlapping ones too, in reading order.
    ///
    /// - Complexity: linear in both lengths (Knuth, Morris, Pratt 1977).
    func places(of needle: [Int32]) -> [Range<Int>] {
        guard !needle.isEmpty, needle.count <= keys.count else { return [] }
        let failure = Self.failure(of: needle)
        var result: [Range<Int>] = []
        var matched = 0
        for (index, key) in keys.enumerated() {
            while matched > 0, needle[matched] != key { matched = failure[matched - 1] }
            if needle[matched] == key { matched += 1 }
            guard matched == needle.count else { continue }
            let place = index + 1 - matched..<index + 1
            if isWhole(place) { result.append(place) }
            matched = failure[matched - 1]
        }
        return result
    }

    /// The code points that a range of keys stands for; the range is not empty.
    func codePoints(_ place: Range<Int>) -> Range<Int> {
        Int(starts[place.lowerBound])..<Int(ends[place.upperBound - 1])
    }

    private mutating func append(_ key: Int32, _ start: Int32, _ end: Int32) {
        if key == FoldKeys.space, keys.last == key {
            ends[ends.count - 1] = end
        } else {
            keys.append(key)
            starts.append(start)
            ends.append(end)
        }
    }

    /// Whether no ellipsis is cut at either end.
    private func isWhole(_ place: Range<Int>) -> Bool {
        let (first, end) = (place.lowerBound, place.upperBound)
        return (first == 0 || starts[first - 1] != starts[first])
            && (end == keys.count || starts[end] != starts[end - 1])
    }

    /// Whether the byte is a grapheme cluster by itself: ASCII before ASCII, less CR before LF.
    private static func isLoneASCII(_ bytes: [UInt8], _ offset: Int) -> Bool {
        guard bytes[offset] < 0x80, bytes[offset] != 0x0D else { return false }
        return offset + 1 == bytes.count || bytes[offset + 1] < 0x80
    }

    private static func codePoints(_ bytes: ArraySlice<UInt8>) -> Int32 {
        bytes.reduce(0) { $0 &+ ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    private static func failure(of needle: [Int32]) -> [Int] {
        var result = [Int](repeating: 0, count: needle.count)
        var matched = 0
        for index in needle.indices.dropFirst() {
            while matched > 0, needle[matched] != needle[index] { matched = result[matched - 1] }
            if needle[matched] == needle[index] { matched += 1 }
            result[index] = matched
        }
        return result
    }
}
