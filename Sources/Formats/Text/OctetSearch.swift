/// Finds octets in octets.
enum OctetSearch {
    /// Where the first of the words that is found begins and ends, the words taken in order; for
    /// short words.
    static func first(of words: [[UInt8]], in text: [UInt8]) -> Range<Int>? {
        for word in words {
            if let start = find(word, in: text) { return start..<(start + word.count) }
        }
        return nil
    }

    private static func find(_ word: [UInt8], in text: [UInt8]) -> Int? {
        guard let first = word.first, text.count >= word.count else { return nil }
        for start in 0...(text.count - word.count) where text[start] == first {
            var count = 1
            while count < word.count, text[start + count] == word[count] { count += 1 }
            if count == word.count { return start }
        }
        return nil
    }

    /// Whether the text holds the part, in time linear in both (Knuth, Morris and Pratt).
    static func holds(_ text: ArraySlice<UInt8>, part: ArraySlice<UInt8>) -> Bool {
        guard part.count <= text.count else { return false }
        if text.starts(with: part) || text.suffix(part.count).elementsEqual(part) { return true }
        let part = Array(part)
        let back = borders(of: part)
        var matched = 0
        for octet in text {
            while matched > 0, part[matched] != octet { matched = back[matched - 1] }
            if part[matched] == octet { matched += 1 }
            if matched == part.count { return true }
        }
        return false
    }

    /// For each beginning of the part how long the longest one is that also ends it.
    private static func borders(of part: [UInt8]) -> [Int] {
        var borders = Array(repeating: 0, count: part.count)
        var matched = 0
        for index in part.indices.dropFirst() {
            while matched > 0, part[matched] != part[index] { matched = borders[matched - 1] }
            if part[matched] == part[index] { matched += 1 }
            borders[index] = matched
        }
        return borders
    }
}
