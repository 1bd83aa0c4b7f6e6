public import AnnotationModel
public import Octets

extension QuoteMatcher {
    /// How many places are listed when it is uncertain which is meant.
    public static let uncertainMax = 5

    /// Where a description leads in this text.
    ///
    /// On the version that was described it is the described range, with no guess. On another one
    /// it is the place where the quote stands unchanged, ranked by surroundings, heading and
    /// position; a runner-up that comes close makes it uncertain, and so does a short quote in
    /// surroundings of which nothing is left. Where it stands nowhere it is the place whose words
    /// and surroundings are most like it, if they are like enough and no other comes near.
    ///
    /// - Parameter version: the hash of this text.
    public func locate(_ description: AnchorDescription, version: Octets32) -> AnchorOutcome {
        let position = description.position
        if version == description.version, position.start >= 0, position.start < position.end {
            let range = position.start..<position.end
            if text.slice(range)?.utf8.elementsEqual(description.quote.exact.utf8) == true {
                return AnchorOutcome(state: .exact, range: range, score: 1)
            }
        }
        let places = folded.places(of: fold(description.quote.exact))
        if places.isEmpty { return locateEdited(description) }
        guard places.count <= Self.placesMax else {
            return AnchorOutcome(
                state: .uncertain, range: nil, score: 0,
                candidates: places.prefix(Self.uncertainMax).map(folded.codePoints))
        }
        return judged(ranked(places, for: description), of: description)
    }

    private struct Ranked {
        let range: Range<Int>
        /// How much is left of the side of which more is; 0 where neither is known.
        let context: Double
        let score: Double
    }

    enum Weight {
        static let quote = 0.4
        static let side = 0.25
        static let heading = 0.05
        static let position = 0.05
    }

    /// A side of this many equal characters is as good as the whole of it.
    static let contextEnough = 32
    /// How much of one side must be left for a place to count as the same surroundings.
    private static let contextMin = 0.25
    static let marginMin = 0.1
    /// Words that stand in more places say nothing.
    private static let placesMax = 10_000
    /// A quote of less weight may well stand somewhere else by chance.
    private static let weightMin = 40

    private func judged(_ ranked: [Ranked], of description: AnchorDescription) -> AnchorOutcome {
        guard let best = ranked.first else { return .orphan }
        let isClear = ranked.count == 1 || best.score - ranked[1].score >= Self.marginMin
        let isHome = best.context >= Self.contextMin
        let isLong = weight(of: fold(description.quote.exact)) >= Self.weightMin
        if isClear, isHome || (isLong && ranked.count == 1) {
            return AnchorOutcome(
                state: isHome ? .exact : .moved, range: best.range, score: best.score)
        }
        return AnchorOutcome(
            state: .uncertain, range: nil, score: best.score,
            candidates: ranked.prefix(Self.uncertainMax).map(\.range))
    }

    /// Characters; one of a script that puts no space between words counts as three.
    func weight(of needle: [Int32]) -> Int {
        needle.reduce(0) { $0 + ($1 < 0x80 || table.isWord($1) ? 1 : 3) }
    }

    /// The places, the best first; equals in reading order.
    private func ranked(_ places: [Range<Int>], for description: AnchorDescription) -> [Ranked] {
        let prefix = Array(fold(description.quote.prefix).reversed())
        let suffix = fold(description.quote.suffix)
        let frame = Frame(description, in: text)
        let ranked = places.map { place in
            let start = folded.codePoints(place).lowerBound
            let before = Side(prefix, folded.keys[..<place.lowerBound].reversed())
            let after = Side(suffix, folded.keys[place.upperBound...])
            return Ranked(
                range: folded.codePoints(place), context: max(before.context, after.context),
                score: Weight.quote + Weight.side * (before.score + after.score)
                    + frame.score(at: start))
        }
        return ranked.sorted {
            $0.score != $1.score
                ? $0.score > $1.score : $0.range.lowerBound < $1.range.lowerBound
        }
    }

    /// How much of one side, from the quote outwards, stands beside a place: 0 to 1.
    private struct Side {
        let score: Double
        let context: Double

        init(_ side: [Int32], _ keys: some Sequence<Int32>) {
            let actual = keys.lazy.drop { $0 == FoldKeys.space }
            guard !side.isEmpty else {
                // The article began or ended here; text put before or after it speaks neither way.
                let isAtEnd = actual.first { _ in true } == nil
                (score, context) = isAtEnd ? (1, 1) : (0.5, 0)
                return
            }
            let alike = zip(side, actual).prefix(contextEnough).prefix { $0.0 == $0.1 }
            score =
                Double(alike.reduce(0) { count, _ in count + 1 })
                / Double(min(side.count, contextEnough))
            context = score
        }
    }

    /// What heading and position speak for a place.
    struct Frame {
        private let text: ArticleText
        private let description: AnchorDescription
        private let headingCount: Int

        init(_ description: AnchorDescription, in text: ArticleText) {
            self.text = text
            self.description = description
            headingCount = description.heading.unicodeScalars.count
        }

        /// What speaks for a place that begins at a code point.
        func score(at start: Int) -> Double {
            let distance = Double(start) - Double(description.position.start)
            let nearness = max(0, 1 - distance.magnitude / Double(max(1, text.codePoints)))
            return (isUnderHeading(start) ? Weight.heading : 0) + Weight.position * nearness
        }

        private func isUnderHeading(_ start: Int) -> Bool {
            guard let heading = text.heading(at: start) else { return headingCount == 0 }
            // The words are taken only where their number fits: there may be many places.
            guard heading.range.count == headingCount else { return false }
            return text.slice(heading.range)?.utf8.elementsEqual(description.heading.utf8) == true
        }
    }
}
