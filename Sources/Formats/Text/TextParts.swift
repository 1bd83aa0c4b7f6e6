/// Small things that readers and writers do with text, on code points.
enum TextParts {
    /// The text without white space at both ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        if first == scalars.startIndex, scalars.index(after: last) == scalars.endIndex {
            return text
        }
        return String(scalars[first...last])
    }

    /// The text without controls that change its direction (Unicode Standard Annex 9, 2), for where
    /// nothing keeps them from turning around what stands beside it.
    static func withoutDirections(_ text: String) -> String {
        var kept = ""
        kept.unicodeScalars.append(
            contentsOf: text.unicodeScalars.filter { scalar in
                !(0x202A...0x202E).contains(scalar.value)
                    && !(0x2066...0x2069).contains(scalar.value)
            })
        return kept
    }

    /// The text, or nil if it is empty.
    static func unlessEmpty(_ text: String?) -> String? {
        text?.utf8.isEmpty == false ? text : nil
    }

    /// One text of many that no other parts give: what a key is derived from.
    static func key(_ parts: [String?]) -> String {
        parts.map { $0 ?? "" }.joined(separator: "\u{1F}")
    }

    /// The tags in their order, trimmed, none empty, each once by its octets.
    static func tags(_ tags: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return tags.map(trimmed).filter { !$0.utf8.isEmpty && seen.insert(Array($0.utf8)).inserted }
    }

    /// The beginning, at most so many characters long, with an ellipsis if more follows; white
    /// space becomes single spaces.
    static func excerpt(_ text: String, characters: Int) -> String {
        var result = ""
        var (count, isSpace) = (0, false)
        for character in text {
            if character.isWhitespace {
                isSpace = count > 0
                continue
            }
            if isSpace {
                result.append(" ")
                count += 1
            }
            isSpace = false
            if count >= characters { return trimmed(result) + "…" }
            result.append(character)
            count += 1
        }
        return result
    }
}
