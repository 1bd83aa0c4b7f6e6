/// A pattern that is looked for with a bounded number of errors: insertions, deletions and changes
/// of single keys.
///
/// Of matches that end close to each other the best is told; where they are many, those with the
/// fewest errors.
public struct ApproximateSearch: Sendable {
    /// Longer patterns are not looked for: a text made for it takes time in both lengths.
    public static let patternMax = 2_048
    /// Matches that are told of many.
    public static let matchesMax = 64

    private let count: Int
    private let errorsMax: Int
    private let rows: PatternRows
    private let reversed: PatternRows
    private let pieces: PatternPieces?

    /// Prepares a pattern; nil if it is empty or too long.
    ///
    /// - Parameters:
    ///   - pattern: keys, none negative.
    ///   - errorsMax: fewer than the pattern has keys, or nothing at all would match too.
    public init?(_ pattern: [Int32], errorsMax: Int) {
        guard !pattern.isEmpty, pattern.count <= Self.patternMax, pattern.allSatisfy({ $0 >= 0 }),
            errorsMax >= 0, errorsMax < pattern.count
        else { return nil }
        count = pattern.count
        self.errorsMax = errorsMax
        rows = PatternRows(pattern)
        reversed = PatternRows(pattern.reversed())
        pieces = PatternPieces(pattern, errorsMax: errorsMax)
    }

    /// The best match of each neighbourhood, the fewest errors first, then in reading order.
    ///
    /// - Complexity: a few steps a key of the text where little of it is like the pattern; at most
    ///   the product of both lengths over 64.
    public func matches(in text: [Int32]) -> [ApproximateMatch] {
        valleys(in: text).sorted { ($0.errors, $0.end) < ($1.errors, $1.end) }
            .prefix(Self.matchesMax)
            .map { ApproximateMatch(range: start(of: $0, in: text)..<$0.end, errors: $0.errors) }
    }

    private struct Valley {
        var end: Int
        var errors: Int
    }

    /// Where matches end, the best of those that end within half a pattern of each other.
    private func valleys(in text: [Int32]) -> [Valley] {
        var result: [Valley] = []
        for window in windows(in: text) {
            rows.scan(text[window], errorsMax: errorsMax) { offset, errors in
                let valley = Valley(end: window.lowerBound + offset, errors: errors)
                if let last = result.last, valley.end - last.end <= max(1, count / 2) {
                    if valley.errors < last.errors { result[result.count - 1] = valley }
                } else {
                    result.append(valley)
                }
                return true
            }
        }
        return result
    }

    private func windows(in text: [Int32]) -> [Range<Int>] {
        let whole = [0..<text.count]
        guard let windows = pieces?.windows(in: text) else { return whole }
        return windows.reduce(0) { $0 + $1.count } < text.count / 2 ? windows : whole
    }

    /// Where the match begins: as near to its end as has so few errors.
    private func start(of valley: Valley, in text: [Int32]) -> Int {
        var start = valley.end
        let before = max(0, valley.end - count - valley.errors)..<valley.end
        reversed.scan(text[before].reversed(), errorsMax: valley.errors, isAnchored: true) {
            offset, errors in
            start = valley.end - offset
            return errors > valley.errors
        }
        return start
    }
}
