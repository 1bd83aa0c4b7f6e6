extension QuoteMatcher {
    /// Longer quotes are compared by their beginning.
    static let comparedKeysMax = 400
    /// A passage less like the quote than this is no help.
    static let likenessPercentMin = 50

    /// The passage most like a quote, for a hint; nil if nothing is much like it.
    ///
    /// The stretch that shares most pairs or triples of characters with the quote is found first;
    /// within it the closest passage by single insertions, deletions and changes, widened to words.
    ///
    /// - Complexity: linear in the text, and in the square of the quote up to 400 characters.
    public func closest(to quote: String) -> ClosestPassage? {
        var numbers = table
        let needle = FoldedText(quote, with: &numbers).trimmed.prefix(Self.comparedKeysMax)
            .map { numbers.lowercased($0) }
        var lower: [Int32: Int32] = [:]
        let keys = folded.keys.map { key in
            if let known = lower[key] { return known }
            let result = numbers.lowercased(key)
            lower[key] = result
            return result
        }
        guard needle.count > 1, !keys.isEmpty else { return nil }
        let window = Self.stretch(like: needle, in: keys)
        guard let found = Self.passage(like: needle, in: keys, within: window) else { return nil }
        let rows = PatternRows(needle)
        let (place, distance) = wholeWords(near: found) {
            rows.distance(to: keys[$0], errorsMax: max(needle.count, $0.count))
        }
        let longer = max(needle.count, place.count)
        let percent = min(99, (longer - min(longer, distance)) * 100 / longer)
        let range = folded.codePoints(place)
        guard percent >= Self.likenessPercentMin, let words = text.slice(range) else { return nil }
        return ClosestPassage(range: range, text: words, likenessPercent: percent)
    }

    /// The stretch of the quote's length with most of its pairs or triples, and a margin around.
    private static func stretch(like needle: [Int32], in keys: [Int32]) -> Range<Int> {
        let size = needle.count < 8 ? 2 : 3
        var numbers: [UInt64: Int] = [:]
        var wanted: [Int] = []
        for gram in grams(needle, size) {
            if let known = numbers[gram] {
                wanted[known] += 1
            } else {
                numbers[gram] = wanted.count
                wanted.append(1)
            }
        }
        let found = grams(keys, size).map { numbers[$0] }
        var held = [Int](repeating: 0, count: wanted.count)
        let width = max(1, needle.count - size + 1)
        var (shared, best, bestEnd) = (0, -1, 0)
        for (index, gram) in found.enumerated() {
            if let gram {
                held[gram] += 1
                if held[gram] <= wanted[gram] { shared += 1 }
            }
            if index >= width, let leaving = found[index - width] {
                if held[leaving] <= wanted[leaving] { shared -= 1 }
                held[leaving] -= 1
            }
            if shared > best { (best, bestEnd) = (shared, index + size) }
        }
        let margin = needle.count / 2 + 2
        return max(0, bestEnd - needle.count - margin)..<min(keys.count, bestEnd + margin)
    }

    /// Each run of `size` keys as one number; equal runs have equal numbers, rarely others too.
    private static func grams(_ keys: [Int32], _ size: Int) -> [UInt64] {
        guard keys.count >= size else { return [] }
        return (0...keys.count - size).map { start in
            keys[start..<start + size].reduce(0) { $0 << 21 ^ UInt64(truncatingIfNeeded: $1) }
        }
    }

    /// The passage within a window that takes fewest changes to become the quote (Sellers 1980).
    private static func passage(
        like needle: [Int32], in keys: [Int32], within window: Range<Int>
    ) -> Range<Int>? {
        var costs = Array(0...needle.count)
        var starts = [Int](repeating: window.lowerBound, count: needle.count + 1)
        var best: (range: Range<Int>, distance: Int)?
        for end in window {
            var (diagonal, diagonalStart) = (costs[0], starts[0])
            starts[0] = end + 1
            for row in 1...needle.count {
                let (left, leftStart) = (costs[row], starts[row])
                var (cost, start) = (
                    diagonal + (needle[row - 1] == keys[end] ? 0 : 1), diagonalStart
                )
                if left + 1 < cost { (cost, start) = (left + 1, leftStart) }
                if costs[row - 1] + 1 < cost {
                    (cost, start) = (costs[row - 1] + 1, starts[row - 1])
                }
                (costs[row], starts[row]) = (cost, start)
                (diagonal, diagonalStart) = (left, leftStart)
            }
            let start = starts[needle.count]
            let cost = costs[needle.count]
            guard start <= end else { continue }
            // Of equally close passages the first is taken, as far as it reaches.
            if cost < best?.distance ?? Int.max
                || (cost == best?.distance && start == best?.range.lowerBound)
            {
                best = (start..<end + 1, cost)
            }
        }
        return best?.range
    }

    /// How far an end is moved at most to come to a word border, in keys.
    static let wordReach = 32
    /// What that can change about a distance, at both ends.
    static let wordsReach = 2 * wordReach

    /// The passage with each end moved to the word border, out or in, at which it is less distant.
    func wholeWords(
        near place: Range<Int>, distance: (Range<Int>) -> Int
    ) -> (Range<Int>, distance: Int) {
        let (starts, ends) = (borders(near: place.lowerBound), borders(near: place.upperBound))
        var best = (place, distance: Int.max)
        var seen: Set<Range<Int>> = []
        for start in [starts.left, starts.right] {
            for end in [ends.right, ends.left] where start < end {
                let trimmed = withoutSpaces(start..<end)
                guard seen.insert(trimmed).inserted else { continue }
                let distance = distance(trimmed)
                if distance < best.distance { best = (trimmed, distance) }
            }
        }
        return best.distance < Int.max ? best : (place, distance(place))
    }

    /// The nearest places to the left and right where no word is cut.
    private func borders(near index: Int) -> (left: Int, right: Int) {
        var (left, right) = (index, index)
        while left > max(0, index - Self.wordReach), isInWord(left) { left -= 1 }
        while right < min(folded.keys.count, index + Self.wordReach), isInWord(right) { right += 1 }
        return (left, right)
    }

    /// Whether a word goes on across the border before an index.
    private func isInWord(_ index: Int) -> Bool {
        index > 0 && index < folded.keys.count && table.isWord(folded.keys[index - 1])
            && table.isWord(folded.keys[index])
    }

    private func withoutSpaces(_ place: Range<Int>) -> Range<Int> {
        var (start, end) = (place.lowerBound, place.upperBound)
        if start < end - 1, folded.keys[start] == FoldKeys.space { start += 1 }
        if end > start + 1, folded.keys[end - 1] == FoldKeys.space { end -= 1 }
        return start..<end
    }
}
