import Testing
import TextAnchoring

@Suite struct QuoteMatcherTests {
    /// A text, what a person types, and what must be found: the article's own words.
    @Test(arguments: [
        ("She said “no”.", "said \"no\"", "said “no”"),
        ("the port’s plan", "port's", "port’s"),
        ("the port's plan", "port’s", "port's"),
        ("dit « oui » enfin", "\" oui \"", "« oui »"),
        ("sagte »ja« laut", "\"ja\" laut", "»ja« laut"),
        ("5′ 7″ tall", "5' 7\"", "5′ 7″"),
        ("delegations – one", "delegations - one", "delegations – one"),
        ("a well\u{2011}kept secret", "well-kept", "well\u{2011}kept"),
        ("x \u{2212} y", "x - y", "x \u{2212} y"),
        ("word—word", "word--word", "word—word"),
        ("word—word", "word---word", "word—word"),
        ("run it --now", "--now", "--now"),
        ("the same cup… mostly", "cup... mostly", "cup… mostly"),
        ("the same cup... mostly", "cup… mostly", "cup... mostly"),
        ("3\u{202F}½\u{A0}€ each", "3 ½ €", "3\u{202F}½\u{A0}€"),
        ("one two\nthree", "two   three", "two\nthree"),
        ("one two\nthree", " two\r\nthree\t", "two\nthree"),
        ("a cafe\u{301} here", "caf\u{E9}", "cafe\u{301}"),
        ("a caf\u{E9} here", "cafe\u{301}", "caf\u{E9}"),
        ("2 \u{212B} wide", "2 A\u{30A}", "2 \u{212B}"),
        ("300 \u{212A} warm", "300 K", "300 \u{212A}"),
        ("un\u{AD}fin\u{AD}ished", "unfinished", "un\u{AD}fin\u{AD}ished"),
        ("نمی\u{200C}خواهم", "نمیخواهم", "نمی\u{200C}خواهم"),
        ("“We \u{2764}\u{FE0F} you”", "We \u{2764} you", "We \u{2764}\u{FE0F} you"),
        ("\u{200B}zero\u{200B} width", "zero width", "zero\u{200B} width"),
        ("पर क्षमा कीजिए", "क्षमा", "क्षमा"),
        ("坂は長い。", "坂は長い", "坂は長い"),
    ])
    func whatIsTypedFindsWhatIsThere(_ text: String, _ typed: String, _ expected: String) throws {
        let matcher = QuoteMatcher(ArticleText(canonical: text))
        let found = matcher.occurrences(of: typed)
        #expect(found.count == 1)
        let words = try #require(matcher.text.slice(found.first ?? 0..<0))
        #expect(words.utf8.elementsEqual(expected.utf8))
    }

    @Test(arguments: [
        ("The port", "the port"), ("a caf\u{E9}", "a cafe"), ("cafe\u{301}", "cafe"),
        ("👩‍👩‍👧 here", "👩"), ("की", "क"), ("🇫🇷🇩🇪", "🇷🇩"), ("wait… what", "wait."),
        ("naïve", ""), ("naïve", " \n"), ("naïve", "\u{200B}"), ("short", "much longer than short"),
        ("onetwo", "one two"), ("a – b", "a -- - b"),
    ])
    func whatDiffersIsNotFound(_ text: String, _ typed: String) {
        #expect(QuoteMatcher(ArticleText(canonical: text)).occurrences(of: typed).isEmpty)
    }

    @Test func occurrencesComeInReadingOrderAndMayOverlap() {
        let matcher = QuoteMatcher(ArticleText(canonical: "hahaha ha"))
        #expect(matcher.occurrences(of: "haha") == [0..<4, 2..<6])
        #expect(matcher.occurrences(of: "ha") == [0..<2, 2..<4, 4..<6, 7..<9])
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func theSearchAgreesWithTryingEveryPlace(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let letters = ["a", "b", "é", "-"]
        func word(_ length: Int) -> String {
            (0..<length).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
        }
        let text = Array(word(200))
        let needle = Array(word(Int.random(in: 1...4, using: &random)))
        let expected = (0...text.count - needle.count).filter {
            text[$0..<$0 + needle.count].elementsEqual(needle)
        }
        guard !expected.isEmpty else { return }
        let matcher = QuoteMatcher(ArticleText(canonical: String(text)))
        #expect(matcher.occurrences(of: String(needle)).map(\.lowerBound) == expected)
    }

    @Test func aFloodOfMarksIsOneLetterAndTakesNoTime() {
        let flood = "a" + String(repeating: "\u{301}\u{323}", count: 200_000)
        let matcher = QuoteMatcher(ArticleText(canonical: "x \(flood) y"))
        #expect(matcher.occurrences(of: flood) == [2..<400_003])
        #expect(matcher.occurrences(of: "a").isEmpty)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func noiseNeverTrapsAndNeverCutsALetter(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        func noise(_ count: Int) -> String {
            let bytes = (0..<count).map { _ in UInt8.random(in: 1...255, using: &random) }
            return String(decoding: bytes, as: UTF8.self)
        }
        let text = ArticleText(canonical: noise(400))
        let matcher = QuoteMatcher(text)
        var borders: Set<Int> = [0]
        var position = 0
        for cluster in text.string {
            position += cluster.unicodeScalars.count
            borders.insert(position)
        }
        for _ in 0..<20 {
            let start = Int.random(in: 0..<text.codePoints, using: &random)
            let quote = try #require(text.slice(start..<min(text.codePoints, start + 5)))
            for range in matcher.occurrences(of: quote) {
                #expect(borders.contains(range.lowerBound) && borders.contains(range.upperBound))
            }
            _ = matcher.choose(noise(12), before: noise(3), after: noise(3))
        }
    }
}
