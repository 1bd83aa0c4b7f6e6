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
        return judged(ranked(places, for: description), of: description)
    }

    private struct Ranked {
        let range: Range<Int>
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
    private static let marginMin = 0.1
    /// A quote of less weight may well stand somewhere else by chance.
    private static let weightMin = 40

    private func judged(_ ranked: [Ranked], of description: AnchorDescription) -> AnchorOutcome {
        guard let best = ranked.first else { return .orphan }
        let isClear = ranked.count == 1 || best.score - ranked[1].score >= Self.marginMin
        let isHome = best.context >= Self.contextMin
        let isLong = weight(of: description.quote.exact) >= Self.weightMin
        if isClear, isHome || (isLong && ranked.count == 1) {
            return AnchorOutcome(
                state: isHome ? .exact : .moved, range: best.range, score: best.score)
        }
        return AnchorOutcome(
            state: .uncertain, range: nil, score: best.score,
            candidates: ranked.prefix(Self.uncertainMax).map(\.range))
    }

    /// Characters; one of a script that puts no space between words counts as three.
    private func weight(of quote: String) -> Int {
        fold(quote).reduce(0) { $0 + ($1 < 0x80 || table.isWord($1) ? 1 : 3) }
    }

    /// The places, the best first; equals in reading order.
    private func ranked(_ places: [Range<Int>], for description: AnchorDescription) -> [Ranked] {
        let prefix = Array(fold(description.quote.prefix).reversed())
        let suffix = fold(description.quote.suffix)
        let ranked = places.map { place in
            let range = folded.codePoints(place)
            let before = likeness(prefix) { folded.keys[..<place.lowerBound].reversed() }
            let after = likeness(suffix) { folded.keys[place.upperBound...] }
            return Ranked(
                range: range, context: max(before, after),
                score: Weight.quote + Weight.side * (before + after)
                    + frame(of: range.lowerBound, for: description))
        }
        return ranked.sorted {
            $0.score != $1.score
                ? $0.score > $1.score : $0.range.lowerBound < $1.range.lowerBound
        }
    }

    /// What heading and position speak for a place that begins at a code point.
    func frame(of start: Int, for description: AnchorDescription) -> Double {
        let heading = text.heading(at: start).flatMap { text.slice($0.range) } ?? ""
        let isUnder = heading.utf8.elementsEqual(description.heading.utf8)
        let distance = Double(start) - Double(description.position.start)
        let nearness = max(0, 1 - distance.magnitude / Double(max(1, text.codePoints)))
        return (isUnder ? Weight.heading : 0) + Weight.position * nearness
    }

    /// How much of a side, from the quote outwards, stands in the text: 0 to 1.
    private func likeness<Side: Sequence<Int32>>(_ side: [Int32], _ keys: () -> Side) -> Double {
        let actual = keys().lazy.drop { $0 == FoldKeys.space }
        guard !side.isEmpty else {
            // The article began or ended here; text put before or after it speaks neither way.
            return actual.first { _ in true } == nil ? 1 : 0.5
        }
        var alike = 0
        for (one, other) in zip(side, actual) {
            guard one == other, alike < Self.contextEnough else { break }
            alike += 1
        }
        return Double(alike) / Double(min(side.count, Self.contextEnough))
    }
}
