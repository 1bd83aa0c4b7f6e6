/// Texts as they are searched: folded, and cut into words.
///
/// Two texts that differ in case, accents, invisible signs or spaces only are the same.
public struct SearchText: Hashable, Sendable {
    /// The folded words in UTF-8, each with a space before it, one more behind each text.
    public private(set) var octets: [UInt8] = []

    /// Takes texts of which each is searched on its own: nothing is found across two.
    public init(_ texts: [String] = []) {
        for text in texts { append(text) }
    }

    /// Takes one text.
    public init(_ text: String) { append(text) }

    /// Adds a text; nothing is found across it and the one before.
    public mutating func append(_ text: String) {
        var cutter = WordCutter()
        for scalar in text.unicodeScalars { cutter.take(scalar) }
        guard !cutter.octets.isEmpty else { return }
        cutter.finish()
        octets += cutter.octets
    }

    /// Whether there is no word.
    public var isEmpty: Bool { octets.isEmpty }

    /// Whether the words of the pattern stand here, one behind the other.
    public func contains(_ pattern: SearchPattern) -> Bool {
        let sought = pattern.octets
        guard !sought.isEmpty, sought.count <= octets.count else { return false }
        return octets.withUnsafeBufferPointer { text in
            sought.withUnsafeBufferPointer { sought in
                (0...text.count - sought.count).contains { start in
                    // Every pattern begins with a space: the start of a word.
                    text[start] == 0x20
                        && sought.indices.allSatisfy { text[start + $0] == sought[$0] }
                }
            }
        }
    }

    /// What an index has to hold so that whatever the pattern's tokens are finds this text: the
    /// words, and each two signs in a row of scripts without spaces, divided by spaces.
    public var indexed: String {
        var tokens: [UInt8] = []
        tokens.reserveCapacity(octets.count)
        var before: ArraySlice<UInt8>?
        var start = octets.startIndex
        while start < octets.endIndex {
            let end = octets[start...].firstIndex(of: 0x20) ?? octets.endIndex
            let word = octets[start..<end]
            start = end + 1
            // Two texts are divided by an empty word.
            guard !word.isEmpty else {
                before = nil
                continue
            }
            tokens += word
            tokens.append(0x20)
            let isSign = word.isSign
            if isSign, let before {
                tokens += before
                tokens += word
                tokens.append(0x20)
            }
            before = isSign ? word : nil
        }
        return String(decoding: tokens, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Whether the word is one sign with its marks.
    var isSign: Bool {
        guard let first, first >= 0x80 else { return false }
        let scalar = String(decoding: prefix(4), as: UTF8.self).unicodeScalars.first
        return scalar.map { Script.isSign($0.value) } ?? false
    }
}
