/// The first symbols of a set's code, made item by item.
///
/// The items are hashes of 64 bits under the session's key: two of a million that differ meet once
/// in about 18 million sessions, and another session has another key. Wider ones would cost octets
/// in every symbol and buy nothing.
public struct SetSketch: Sendable {
    /// Symbols that one session may use: what differs in more than about 40,000 items is not
    /// reconciled.
    public static let symbolsMax = 65_536

    /// The session's key.
    public let key: SessionKey
    /// The symbols.
    public private(set) var symbols: [CodedSymbol]

    /// The code of the empty set, of at most `symbolsMax` symbols.
    public init(key: SessionKey, count: Int) {
        self.key = key
        symbols = Array(repeating: CodedSymbol(), count: min(max(0, count), Self.symbolsMax))
    }

    /// Puts an item in, which is not in yet: one that is in twice is never found.
    public mutating func add(_ item: UInt64) {
        let check = key.check(item)
        for place in SymbolPlaces(seed: key.seed(item), end: symbols.count) {
            symbols[place].toggle(item, check: check, by: 1)
        }
    }
}
