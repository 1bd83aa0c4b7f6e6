import AnnotationModel

extension QuoteMatcher {
    /// How many candidates are shown of many.
    public static let candidatesMax = 20

    /// The place that is meant by a quote and what was said to single it out.
    ///
    /// `before` and `after` stand directly beside the quote, white space between them left aside;
    /// if they do so nowhere, it is enough that they stand within the 64 characters beside it.
    ///
    /// - Parameters:
    ///   - number: which of the places that fit, from 1, in reading order.
    ///   - before: text that stands before the quote.
    ///   - after: text that stands after the quote.
    public func choose(
        _ quote: String, number: Int? = nil, before: String? = nil, after: String? = nil
    ) -> QuoteChoice {
        let all = places(of: quote)
        guard !all.isEmpty else { return .none(closest: closest(to: quote)) }
        let fitting = narrowed(
            narrowed(all, by: before.map(fold), on: .before), by: after.map(fold), on: .after)
        guard !fitting.isEmpty else { return .excluded(shown(all), count: all.count) }
        if let number {
            guard number >= 1, number <= fitting.count else {
                return .excluded(shown(fitting), count: fitting.count)
            }
            return .one(candidate(fitting[number - 1], number: number))
        }
        guard fitting.count == 1 else { return .ambiguous(shown(fitting), count: fitting.count) }
        return .one(candidate(fitting[0], number: 1))
    }

    private enum Side {
        case before
        case after
    }

    private func narrowed(
        _ places: [Range<Int>], by needle: [Int32]?, on side: Side
    ) -> [Range<Int>] {
        guard let needle, !needle.isEmpty else { return places }
        let adjacent = places.filter { stands(needle, beside: $0, on: side) }
        return adjacent.isEmpty ? places.filter { isNear(needle, $0, side) } : adjacent
    }

    private func stands(_ needle: [Int32], beside place: Range<Int>, on side: Side) -> Bool {
        switch side {
        case .before:
            var end = place.lowerBound
            if end > 0, folded.keys[end - 1] == FoldKeys.space { end -= 1 }
            return end >= needle.count
                && folded.keys[end - needle.count..<end].elementsEqual(needle)
        case .after:
            var start = place.upperBound
            if start < folded.keys.count, folded.keys[start] == FoldKeys.space { start += 1 }
            return folded.keys[start...].starts(with: needle)
        }
    }

    private func isNear(_ needle: [Int32], _ place: Range<Int>, _ side: Side) -> Bool {
        let reach = ArticleText.contextCodePoints
        let window =
            side == .before
            ? max(0, place.lowerBound - reach)..<place.lowerBound
            : place.upperBound..<min(folded.keys.count, place.upperBound + reach)
        guard needle.count <= window.count else { return false }
        return (window.lowerBound...window.upperBound - needle.count).contains { start in
            folded.keys[start..<start + needle.count].elementsEqual(needle)
        }
    }

    private func shown(_ places: [Range<Int>]) -> [QuoteCandidate] {
        places.prefix(Self.candidatesMax).enumerated().map {
            candidate($0.element, number: $0.offset + 1)
        }
    }

    private func candidate(_ place: Range<Int>, number: Int) -> QuoteCandidate {
        let range = folded.codePoints(place)
        // The range comes from the text itself, so there is always a quote at it.
        let quote = text.quote(at: range) ?? TextQuoteSelector(exact: "", prefix: "", suffix: "")
        return QuoteCandidate(number: number, range: range, quote: quote)
    }
}
