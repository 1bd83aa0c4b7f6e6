import AnnotationModel
import Crypto
import Markdown
import Octets
import TextAnchoring

/// Canonical texts, and anchors described in them and found again.
enum ArticleTarget {
    static func plain(_ octets: [UInt8]) throws(FuzzFailure) {
        guard let source = try? SourceText.decode(octets),
            let article = try? PlainTextExtractor.extract(source)
        else { return }
        let again = try? PlainTextExtractor.extract(article.text.string)
        try require(again?.text == article.text, "a canonical text is its own canonical text")
        try require(
            !article.text.utf8.contains(0x0D) && !article.text.utf8.contains(0),
            "a canonical text has one kind of line end")
        try check(article, octets)
    }

    static func markdown(_ octets: [UInt8]) throws(FuzzFailure) {
        guard let source = try? SourceText.decode(octets),
            let article = try? MarkdownExtractor.extract(source)
        else { return }
        try check(article, octets)
    }

    private static func check(_ article: ExtractedArticle, _ octets: [UInt8]) throws(FuzzFailure) {
        let text = article.text
        try require(
            article.title.unicodeScalars.count <= ExtractedArticle.titleCodePointsMax,
            "a title is short")
        try require(
            text.string.unicodeScalars.count == text.codePoints
                && text.string.utf8.elementsEqual(text.utf8), "code points are counted")
        var before = 0
        for heading in text.headings {
            try require(
                heading.range.lowerBound >= before && heading.range.upperBound <= text.codePoints
                    && (1...6).contains(heading.level), "headings lie in the text, in order")
            before = heading.range.upperBound
        }
        try checkPlaces(text)
        try checkAnchors(text, octets)
    }

    private static func checkPlaces(_ text: ArticleText) throws(FuzzFailure) {
        let step = max(1, text.codePoints / 300)
        for position in stride(from: 0, through: text.codePoints, by: step) {
            let offset = try require(
                text.utf8Offset(ofCodePoint: position), "a place has an offset")
            try require(
                text.codePoint(atUTF8Offset: offset) == position, "an offset leads to its place")
        }
        var end = -1
        for block in text.blockStarts.indices.prefix(300) {
            let range = try require(text.blockRange(block), "a block has a range")
            try require(
                range.lowerBound == end + 1 && text.block(at: range.lowerBound) == block,
                "blocks lie side by side")
            end = range.upperBound
        }
    }

    private static func checkAnchors(_ text: ArticleText, _ octets: [UInt8]) throws(FuzzFailure) {
        guard text.codePoints > 0 else { return }
        // The end of an input picks places, so that a text can be kept while they move.
        var source = ByteSource(Array(octets.suffix(6)))
        let matcher = QuoteMatcher(text)
        let version = BLAKE2b.hash(text.utf8)
        for _ in 0..<2 {
            let start = source.below(text.codePoints)
            let end = min(text.codePoints, start + 1 + Int(source.octet() % 60))
            let described = try require(
                text.describe(start..<end, version: version), "a range can be described")
            let found = matcher.locate(described, version: version)
            try require(
                found.state == .exact && found.range == start..<end,
                "in its own version an anchor stands where it was put")
            try check(matcher.locate(described, version: .zero), in: text)
            try checkQuote(described.quote, matcher)
        }
    }

    private static func check(_ outcome: AnchorOutcome, in text: ArticleText) throws(FuzzFailure) {
        let ranges = outcome.candidates + (outcome.range.map { [$0] } ?? [])
        try require(
            ranges.allSatisfy { lies($0, in: text) }, "an outcome lies in the text")
        try require(
            (0...1.000_001).contains(outcome.score)
                && outcome.candidates.isEmpty == (outcome.state != .uncertain),
            "an outcome has a score, and candidates where it is uncertain")
    }

    private static func lies(_ range: Range<Int>, in text: ArticleText) -> Bool {
        !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= text.codePoints
    }

    private static func checkQuote(
        _ quote: TextQuoteSelector, _ matcher: QuoteMatcher
    ) throws(FuzzFailure) {
        let text = matcher.text
        let places = matcher.occurrences(of: quote.exact)
        try require(
            places.allSatisfy { lies($0, in: text) }
                && zip(places, places.dropFirst()).allSatisfy { $0.lowerBound < $1.lowerBound },
            "places lie in the text, in order")
        if let passage = matcher.closest(to: String(quote.exact.dropLast()) + "x") {
            try require(
                lies(passage.range, in: text) && (1...99).contains(passage.likenessPercent)
                    && text.slice(passage.range)?.utf8.elementsEqual(passage.text.utf8) == true,
                "the closest passage is a passage")
        }
        guard let place = places.last else { return }
        let chosen = matcher.choose(quote.exact, number: places.count)
        guard case .one(let candidate) = chosen, candidate.range == place else {
            throw FuzzFailure("a place chosen by its number is that place")
        }
        try require(
            matcher.occurrences(of: candidate.quote.exact).contains(place),
            "the words of a place are found at it")
        _ = matcher.choose(
            quote.exact, before: candidate.quote.prefix, after: candidate.quote.suffix)
        let described = try require(
            text.describe(place, version: .zero), "a place can be described")
        let outcome = matcher.locate(described, version: BLAKE2b.hash(text.utf8))
        try check(outcome, in: text)
        try require(outcome.state != .orphan, "words that are there are found")
        if places.count == 1, matcher.occurrences(of: candidate.quote.exact).count == 1 {
            try require(
                outcome.range == place || outcome.candidates == [place],
                "words that are there once are found where they are")
        }
    }
}
