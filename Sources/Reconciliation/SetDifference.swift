/// The items that two sets do not share, found from their symbols alone.
///
/// Symbols from outside may hold anything: decoding takes time and room in proportion to their
/// number, and what does not come out as a difference is no difference.
public struct SetDifference: Hashable, Sendable {
    /// The items that only our set has, ascending.
    public let ours: [UInt64]
    /// The items that only the other set has, ascending.
    public let theirs: [UInt64]

    /// Decodes the difference; nil if the symbols are too few for it, or not those of a set.
    ///
    /// - Parameters:
    ///   - sketch: our set's symbols.
    ///   - other: as many of the other set's, under the same key.
    public init?(_ sketch: SetSketch, _ other: [CodedSymbol]) {
        guard sketch.symbols.count == other.count, !other.isEmpty else { return nil }
        var decoder = Decoder(
            key: sketch.key, symbols: zip(sketch.symbols, other).map { $0.subtracting($1) })
        guard decoder.peel() else { return nil }
        ours = decoder.found.filter { $0.value > 0 }.map(\.key).sorted()
        theirs = decoder.found.filter { $0.value < 0 }.map(\.key).sorted()
    }
}

/// Takes items out of the symbols that hold just one, until all are empty.
private struct Decoder {
    let key: SessionKey
    var symbols: [CodedSymbol]
    var found: [UInt64: Int64] = [:]

    init(key: SessionKey, symbols: [CodedSymbol]) {
        self.key = key
        self.symbols = symbols
    }

    mutating func peel() -> Bool {
        var waiting = Array(symbols.indices)
        while let place = waiting.popLast() {
            let symbol = symbols[place]
            guard symbol.count == 1 || symbol.count == -1,
                key.check(symbol.items) == symbol.checks
            else { continue }
            // A set has an item once; a code with more of one would never end.
            guard found.updateValue(symbol.count, forKey: symbol.items) == nil,
                found.count <= symbols.count
            else { return false }
            for touched in SymbolPlaces(seed: key.seed(symbol.items), end: symbols.count) {
                symbols[touched].toggle(
                    symbol.items, check: symbol.checks, by: 0 &- symbol.count)
                if touched != place { waiting.append(touched) }
            }
            // The symbol that lied about holding this item at its place.
            guard symbols[place].isEmpty else { return false }
        }
        return symbols.allSatisfy(\.isEmpty)
    }
}
