/// The rows of a pattern's edit distance matrix as bits, 64 to a block, and the scan of a text
/// column by column with the rows that can still matter (Myers 1999; Hyyrö 2003).
struct PatternRows: Sendable {
    private let rowCount: Int
    private let blockCount: Int
    /// The number of each key of the pattern, by key; 0 for any other.
    private let symbols: [UInt16]
    /// For each symbol and block the rows at which the pattern has it.
    private let masks: [UInt64]

    /// - Parameter pattern: from 1 to 65,535 keys, none negative.
    init(_ pattern: some Collection<Int32>) {
        rowCount = pattern.count
        blockCount = (rowCount + 63) / 64
        var symbols = [UInt16](repeating: 0, count: Int(pattern.max() ?? 0) + 1)
        var masks = [UInt64](repeating: 0, count: blockCount)
        var symbolCount: UInt16 = 0
        for (row, key) in pattern.enumerated() {
            if symbols[Int(key)] == 0 {
                symbolCount += 1
                symbols[Int(key)] = symbolCount
                masks += repeatElement(0, count: blockCount)
            }
            masks[Int(symbols[Int(key)]) * blockCount + row / 64] |= 1 << UInt64(row % 64)
        }
        self.symbols = symbols
        self.masks = masks
    }

    /// Tells each place after which at most `errorsMax` errors turn some stretch before it into the
    /// pattern, with the fewest errors: how many keys of the text come before it.
    ///
    /// - Parameters:
    ///   - isAnchored: whether the stretch has to begin where the text does.
    ///   - found: says whether the scan goes on.
    func scan(
        _ text: some Sequence<Int32>, errorsMax: Int, isAnchored: Bool = false,
        _ found: (_ end: Int, _ errors: Int) -> Bool
    ) {
        var column = Column(rowCount: rowCount, blockCount, errorsMax: errorsMax)
        symbols.withUnsafeBufferPointer { symbols in
            masks.withUnsafeBufferPointer { masks in
                var end = 0
                for key in text {
                    end += 1
                    let isKnown = key >= 0 && Int(key) < symbols.count
                    let symbol = isKnown ? Int(symbols[Int(key)]) : 0
                    let row = UnsafeBufferPointer(rebasing: masks[(symbol * blockCount)...])
                    let errors = column.advance(row, from: isAnchored ? 1 : 0)
                    if errors <= errorsMax, !found(end, errors) { return }
                }
            }
        }
    }

    /// How many errors turn the whole of the text into the pattern; one more than the bound if they
    /// are more than that.
    func distance(to text: some Collection<Int32>, errorsMax: Int) -> Int {
        var result = text.isEmpty ? min(rowCount, errorsMax + 1) : errorsMax + 1
        let count = text.count
        scan(text, errorsMax: errorsMax, isAnchored: true) { end, errors in
            if end == count { result = errors }
            return true
        }
        return result
    }

    /// One column of the matrix, as vertical differences, down to the last block that can hold
    /// a distance within the bound.
    private struct Column {
        private var plus: [UInt64]
        private var minus: [UInt64]
        /// The distance at the last row of each block.
        private var distances: [Int]
        private let rowCount: Int
        private let errorsMax: Int
        private var last = 0

        init(rowCount: Int, _ blockCount: Int, errorsMax: Int) {
            plus = Array(repeating: .max, count: blockCount)
            minus = Array(repeating: 0, count: blockCount)
            distances = (1...blockCount).map { min($0 * 64, rowCount) }
            self.rowCount = rowCount
            self.errorsMax = errorsMax
            last = min(blockCount, errorsMax / 64 + 1) - 1
        }

        private func rows(of block: Int) -> Int { min(64, rowCount - block * 64) }

        /// Goes on by one key of the text; returns the distance at the pattern's last row, or more
        /// than the bound if that is all that is known.
        @inline(__always)
        mutating func advance(_ masks: UnsafeBufferPointer<UInt64>, from top: Int) -> Int {
            var carry = top
            for block in 0...last {
                carry = step(block, masks[block], carry)
                distances[block] += carry
            }
            let blockCount = distances.count
            let above = distances[last] - carry
            if last + 1 < blockCount, above <= errorsMax, masks[last + 1] & 1 != 0 || carry < 0 {
                last += 1
                (plus[last], minus[last]) = (.max, 0)
                distances[last] = above + rows(of: last)
                distances[last] += step(last, masks[last], carry)
            } else {
                while last > 0, distances[last] >= errorsMax + rows(of: last) { last -= 1 }
            }
            return last + 1 == blockCount ? distances[last] : .max
        }

        /// The difference at the block's last row that comes of the one above its first.
        @inline(__always)
        private mutating func step(_ block: Int, _ mask: UInt64, _ above: Int) -> Int {
            let (plus, minus) = (self.plus[block], self.minus[block])
            let vertical = mask | minus
            let equal = above < 0 ? mask | 1 : mask
            let horizontal = (((equal & plus) &+ plus) ^ plus) | equal
            var rises = minus | ~(horizontal | plus)
            var falls = plus & horizontal
            let lastRow = UInt64(1) << UInt64(rows(of: block) - 1)
            let below = (rises & lastRow != 0 ? 1 : 0) - (falls & lastRow != 0 ? 1 : 0)
            rises = rises << 1 | (above > 0 ? 1 : 0)
            falls = falls << 1 | (above < 0 ? 1 : 0)
            self.plus[block] = falls | ~(vertical | rises)
            self.minus[block] = rises & vertical
            return below
        }
    }
}
