/// Words that have to stand one behind the other.
public struct SearchPattern: Hashable, Sendable {
    /// A word of an index, or how one begins.
    public struct Token: Hashable, Sendable {
        /// Its UTF-8; letters, digits and what is not ASCII.
        public let octets: [UInt8]
        /// Whether longer words that begin so are meant too.
        public let isPrefix: Bool

        /// Takes the parts.
        public init(octets: [UInt8], isPrefix: Bool) {
            self.octets = octets
            self.isPrefix = isPrefix
        }
    }

    /// What `SearchText.octets` has to hold.
    let octets: [UInt8]
    private let isWhole: Bool

    /// Takes the words; nil if there is no letter, digit or symbol among the signs.
    ///
    /// - Parameter isWhole: whether the last word has to end where the pattern does, which else
    ///   may be the beginning of a longer one.
    public init?(_ words: String, isWhole: Bool) {
        var cutter = WordCutter()
        for scalar in words.unicodeScalars { cutter.take(scalar) }
        guard !cutter.octets.isEmpty else { return nil }
        if isWhole { cutter.finish() }
        octets = cutter.octets
        self.isWhole = isWhole
    }

    /// What an index holds of every text that contains the pattern; never none.
    public var tokens: [Token] {
        let words = octets.split(separator: 0x20)
        let signs = words.map(\.isSign)
        var tokens: [Token] = []
        for (index, word) in words.enumerated() {
            let isFollowed = signs[index] && index + 1 < words.count && signs[index + 1]
            let mayGoOn = !isWhole && index + (isFollowed ? 2 : 1) == words.count
            if isFollowed {
                let pair = Array(word + words[index + 1])
                tokens.append(Token(octets: pair, isPrefix: mayGoOn))
            } else if !signs[index] || index == 0 || !signs[index - 1] {
                tokens.append(Token(octets: Array(word), isPrefix: mayGoOn))
            }
        }
        return tokens
    }
}
