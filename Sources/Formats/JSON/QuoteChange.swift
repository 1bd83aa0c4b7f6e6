/// Whether a note says that its passage is another one than its record says.
enum QuoteChange {
    /// Positions count for nothing here, because another program counts in another text; of the
    /// words around the passage either side may hold more. A passage of no words is none.
    static func isOther(_ quote: ExchangeQuote?, than base: ExchangeQuote?) -> Bool {
        guard let quote = withWords(quote), let base = withWords(base) else {
            return (withWords(quote) == nil) != (withWords(base) == nil)
        }
        let before = [quote.prefix, base.prefix].map { Array($0.utf8.reversed()) }
        let behind = [quote.suffix, base.suffix].map { Array($0.utf8) }
        return !quote.exact.utf8.elementsEqual(base.exact.utf8) || !agree(before) || !agree(behind)
    }

    private static func withWords(_ quote: ExchangeQuote?) -> ExchangeQuote? {
        quote?.exact.utf8.isEmpty == false ? quote : nil
    }

    private static func agree(_ texts: [[UInt8]]) -> Bool {
        texts[0].starts(with: texts[1]) || texts[1].starts(with: texts[0])
    }
}
