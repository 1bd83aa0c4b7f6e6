import AnnotationModel

extension QuoteMatcher {
    private enum Bound {
        /// Errors that are looked for: of ten characters three, and no more than this.
        static let errorsMax = 64
        static let quoteMin = 0.8
        /// What a quote needs of which no surroundings are known.
        static let quoteAloneMin = 0.9
        static let contextMin = 0.7
        static let marginMin = 0.1
        /// A shorter quote is like too much to be listed for its words alone.
        static let charactersMin = 24
        static let wordsMin = 4
    }

    private struct Near {
        let range: Range<Int>
        let quote: Double
        /// The better of both sides, where one is known.
        let context: Double
        let score: Double
    }

    /// What became of a quote that does not stand in the text any more: a place whose words and
    /// surroundings are like it and that no other comes near, or the places that may be meant.
    func locateEdited(_ description: AnchorDescription) -> AnchorOutcome {
        let needle = fold(description.quote.exact)
        let errorsMax = min(needle.count * 3 / 10, Bound.errorsMax)
        guard let search = ApproximateSearch(needle, errorsMax: errorsMax) else { return .orphan }
        let isShort = isShort(needle)
        let hasContext = !(description.quote.prefix + description.quote.suffix).isEmpty
        let all = search.matches(in: folded.keys).map { near($0, needle, description) }
            .filter { !isShort || (hasContext && $0.context >= Bound.contextMin) }
            .sorted { ($1.score, $0.range.lowerBound) < ($0.score, $1.range.lowerBound) }
        guard let best = all.first else { return .orphan }
        let isClear = all.count == 1 || best.score - all[1].score >= Bound.marginMin
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

    private func isShort(_ needle: [Int32]) -> Bool {
        let hasSpaces = needle.contains(FoldKeys.space)
        let words = needle.split(separator: FoldKeys.space).count
        // Where nothing stands between words, characters say more and their number is enough.
        return hasSpaces
            ? needle.count < Bound.charactersMin || words < Bound.wordsMin
            : needle.count < Bound.charactersMin / 2
    }

    private func near(
        _ match: ApproximateMatch, _ needle: [Int32], _ description: AnchorDescription
    ) -> Near {
        let (place, errors) = wholeWords(near: match.range, like: needle, in: folded.keys)
        let longer = max(needle.count, place.count)
        let quote = Double(longer - min(longer, errors)) / Double(longer)
        let before = likeness(of: fold(description.quote.prefix).reversed()) {
            folded.keys[..<place.lowerBound].reversed()
        }
        let after = likeness(of: fold(description.quote.suffix)) {
            folded.keys[place.upperBound...]
        }
        let start = folded.codePoints(place).lowerBound
        return Near(
            range: place, quote: quote, context: max(before, after),
            score: Weight.quote * quote + Weight.side * (before + after)
                + frame(of: start, for: description))
    }

    /// How like a side is to what stands beside a place, from the place outwards, changes allowed:
    /// 0 to 1.
    private func likeness<Side: Sequence<Int32>>(
        of side: [Int32], _ keys: () -> Side
    ) -> Double {
        let side = Array(side.prefix(Self.contextEnough))
        let actual = keys().lazy.drop { $0 == FoldKeys.space }.prefix(side.count * 2)
        guard !side.isEmpty else {
            return keys().first { $0 != FoldKeys.space } == nil ? 1 : 0.5
        }
        var fewest = side.count
        PatternRows(side).scan(actual, errorsMax: side.count, isAnchored: true) { _, errors in
            fewest = min(fewest, errors)
            return true
        }
        return Double(side.count - fewest) / Double(side.count)
    }
}
