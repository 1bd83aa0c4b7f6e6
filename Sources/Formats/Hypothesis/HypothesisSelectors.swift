import JSON

/// How Hypothesis says where a passage is.
enum HypothesisSelectors {
    private static let quote = "TextQuoteSelector"
    private static let position = "TextPositionSelector"

    /// The passage; nil if the selectors hold no words.
    /// - Throws: `HypothesisFault` if the words are none.
    static func quote(_ selectors: [JSONValue]) throws(HypothesisFault) -> ExchangeQuote? {
        guard let words = selectors.first(where: { isOf($0, quote) }) else { return nil }
        guard let exact = words["exact"]?.string else {
            throw HypothesisFault("its \(quote) has no words")
        }
        return ExchangeQuote(
            exact: exact, prefix: words["prefix"]?.string ?? "",
            suffix: words["suffix"]?.string ?? "",
            position: selectors.lazy.filter { isOf($0, position) }.compactMap(range).first,
            place: place(selectors))
    }

    /// The selectors of a passage.
    static func selectors(_ passage: ExchangeQuote) -> [JSONValue] {
        let place = passage.position.map { place in
            JSONValue.members([
                ("type", .string(position)),
                ("start", .int(Int64(place.start))),
                ("end", .int(Int64(place.end))),
            ])
        }
        let words = JSONValue.members([
            ("type", .string(quote)),
            ("exact", .string(passage.exact)),
            ("prefix", .string(passage.prefix)),
            ("suffix", .string(passage.suffix)),
        ])
        return [place, words].compactMap(\.self)
    }

    /// The selectors with another passage; what says in other terms where the old one was goes.
    static func selectors(_ passage: ExchangeQuote, replacing old: [JSONValue]) -> [JSONValue] {
        let gone = [quote, position, "RangeSelector", "FragmentSelector"]
        return selectors(passage) + old.filter { selector in !gone.contains { isOf(selector, $0) } }
    }

    private static func range(_ selector: JSONValue) -> ExchangeQuote.Position? {
        guard let start = selector["start"]?.int.flatMap({ Int(exactly: $0) }),
            let end = selector["end"]?.int.flatMap({ Int(exactly: $0) }), 0 <= start, start <= end
        else { return nil }
        return ExchangeQuote.Position(start: start, end: end, unit: .utf16)
    }

    /// The page or the chapter.
    private static func place(_ selectors: [JSONValue]) -> String? {
        for selector in selectors {
            if isOf(selector, "PageSelector"), let label = selector["label"]?.string {
                return "page " + label
            }
            if isOf(selector, "EPUBContentSelector"), let title = selector["title"]?.string {
                return title
            }
        }
        return nil
    }

    private static func isOf(_ selector: JSONValue, _ type: String) -> Bool {
        selector["type"]?.string?.utf8.elementsEqual(type.utf8) ?? false
    }
}
