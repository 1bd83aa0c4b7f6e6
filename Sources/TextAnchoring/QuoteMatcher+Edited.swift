import AnnotationModel

extension QuoteMatcher {
    private enum Bound {
        /// Errors that are looked for: of ten characters three, and no more than this.
        static let errorsMax = 64
        static let quoteMin = 0.8
        /// What a quote needs of which no surroundings are known.
        static let quoteAloneMin = 0.9
        static let contextMin = 0.7
        /// A quote that weighs less, or has fewer words, is like too much to be listed for its
        /// words alone.
        static let weightMin = 24
        static let wordsMin = 4
    }

    private struct Near {
        let range: Range<Int>
        let quote: Double
        /// How like the side is that is more like; 0 where neither is known.
        let context: Double
        let score: Double
    }

    /// What became of a quote that does not stand in the text any more: a place whose words and
    /// surroundings are like it and that no other comes near, or the places that may be meant.
    func locateEdited(_ description: AnchorDescription) -> AnchorOutcome {
        let needle = fold(description.quote.exact)
        let errorsMax = min(needle.count * 3 / 10, Bound.errorsMax)
        guard let search = ApproximateSearch(needle, errorsMax: errorsMax) else { return .orphan }
        let all = near(search.matches(in: folded.keys), needle, description)
        guard let best = all.first else { return .orphan }
        let isClear = all.count == 1 || best.score - all[1].score >= Self.marginMin
        let hasContext = !(description.quote.prefix + description.quote.suffix).isEmpty
        let isLike =
            hasContext
            ? best.quote >= Bound.quoteMin && best.context >= Bound.contextMin
            : best.quote >= Bound.quoteAloneMin
        if isClear, isLike {
            return AnchorOutcome(
                state: .edited, range: folded.codePoints(best.range), score: best.score)
        }
        return AnchorOutcome(
            state: .uncertain, range: nil, score: best.score,
            candidates: all.prefix(Self.uncertainMax).map { folded.codePoints($0.range) })
    }

    /// The places that may be meant, each once, the best first.
    private func near(
        _ matches: [ApproximateMatch], _ needle: [Int32], _ description: AnchorDescription
    ) -> [Near] {
        let rows = PatternRows(needle)
        let before = Side(fold(description.quote.prefix).reversed())
        let after = Side(fold(description.quote.suffix))
        let frame = Frame(description, in: text)
        let isShort = isShort(needle)
        var seen: Set<Range<Int>> = []
        var result: [Near] = []
        for match in matches {
            let (place, errors) = wholeWords(near: match.range) { place in
                rows.distance(to: folded.keys[place], errorsMax: match.errors + Self.wordsReach)
            }
            guard seen.insert(place).inserted else { continue }
            let (left, right) = (
                before.likeness(to: folded.keys[..<place.lowerBound].reversed()),
                after.likeness(to: folded.keys[place.upperBound...])
            )
            let longer = max(needle.count, place.count)
            let quote = Double(longer - min(longer, errors)) / Double(longer)
            let context = max(left.context, right.context)
            if isShort, context < Bound.contextMin { continue }
            result.append(
                Near(
                    range: place, quote: quote, context: context,
                    score: Weight.quote * quote + Weight.side * (left.score + right.score)
                        + frame.score(at: folded.codePoints(place).lowerBound)))
        }
        return result.sorted {
            ($1.score, $0.range.lowerBound) < ($0.score, $1.range.lowerBound)
        }
    }

    private func isShort(_ needle: [Int32]) -> Bool {
        if weight(of: needle) < Bound.weightMin { return true }
        // Words are counted only where something stands between them.
        let letters = needle.count { table.isWord($0) }
        let words = needle.split(separator: FoldKeys.space).count
        return letters * 2 > needle.count && words < Bound.wordsMin
    }

    /// One side of the quote, from the quote outwards.
    private struct Side {
        private let count: Int
        private let rows: PatternRows?

        init(_ keys: [Int32]) {
            let near = keys.prefix(contextEnough)
            count = near.count
            rows = near.isEmpty ? nil : PatternRows(near)
        }

        /// How like it is to what stands beside a place, changes allowed: 0 to 1.
        func likeness(to keys: some Sequence<Int32>) -> (score: Double, context: Double) {
            let actual = keys.lazy.drop { $0 == FoldKeys.space }
            guard let rows else {
                let isAtEnd = actual.first { _ in true } == nil
                return (isAtEnd ? 1 : 0.5, 0)
            }
            var fewest = count
            rows.scan(actual.prefix(count * 2), errorsMax: count, isAnchored: true) { _, errors in
                fewest = min(fewest, errors)
                return true
            }
            let share = Double(count - fewest) / Double(count)
            return (share, share)
        }
    }
}
