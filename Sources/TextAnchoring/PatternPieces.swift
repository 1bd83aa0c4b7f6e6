/// Pieces of a pattern of which one stands unchanged in whatever has few errors: with one more
/// piece than errors, some piece has none. They tell where in a text it is worth looking.
struct PatternPieces: Sendable {
    /// Shorter pieces stand everywhere.
    private static let lengthMin = 5
    private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15

    private let length: Int
    private let leaving: UInt64
    /// Where in the pattern the first and the last piece of a hash begin: what lies between them
    /// is in reach of both.
    private var places: [UInt64: (first: Int, last: Int)] = [:]
    /// A bit for each hash, by its highest bits: most of a text is told by it to hold no piece.
    private var seen = [UInt64](repeating: 0, count: 1 << 8)
    private let reach: (before: Int, after: Int)

    /// Nil if the pieces would be too short to tell anything.
    init?(_ pattern: [Int32], errorsMax: Int) {
        length = pattern.count / (errorsMax + 1)
        guard length >= Self.lengthMin else { return nil }
        leaving = (0..<length).reduce(1) { power, _ in power &* Self.factor }
        reach = (errorsMax, pattern.count + errorsMax)
        for piece in 0...errorsMax {
            let start = piece * length
            let hash = pattern[start..<start + length].reduce(0) { Self.hash($0, $1) }
            places[hash, default: (start, start)].last = start
            seen[Int(hash >> 56)] |= 1 << (hash >> 50 & 63)
        }
    }

    private static func hash(_ hash: UInt64, _ key: Int32) -> UInt64 {
        hash &* factor &+ UInt64(truncatingIfNeeded: key &+ 1)
    }

    /// The stretches of a text that hold all that can match, ascending and apart.
    func windows(in text: [Int32]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var hash: UInt64 = 0
        for (index, key) in text.enumerated() {
            hash = Self.hash(hash, key)
            if index >= length {
                hash &-= leaving &* UInt64(truncatingIfNeeded: text[index - length] &+ 1)
            }
            guard index + 1 >= length, seen[Int(hash >> 56)] & 1 << (hash >> 50 & 63) != 0,
                let starts = places[hash]
            else { continue }
            let begin = index + 1 - length
            let front = max(0, begin - starts.last - reach.before)
            Self.join(
                front..<min(text.count, begin - starts.first + reach.after), to: &result)
        }
        return result
    }

    private static func join(_ window: Range<Int>, to result: inout [Range<Int>]) {
        var window = window
        while let last = result.last, window.lowerBound <= last.upperBound {
            let end = max(window.upperBound, last.upperBound)
            window = min(window.lowerBound, last.lowerBound)..<end
            result.removeLast()
        }
        result.append(window)
    }
}
