/// Tags as `ExchangeNote.tags` has them.
enum PlainTags {
    /// The tags without white space around them and number signs before them, none empty, each
    /// once by its octets.
    static func tags(_ tags: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return tags.compactMap(plain).filter { seen.insert(Array($0.utf8)).inserted }
    }

    /// One tag, or nil if nothing is left.
    static func plain(_ tag: String) -> String? {
        var scalars = tag.unicodeScalars[...]
        while let first = scalars.first, first == "#" || first.properties.isWhitespace {
            scalars.removeFirst()
        }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return scalars.isEmpty ? nil : String(scalars)
    }

    /// Whether two lists hold the same tags, in whatever order; white space in a tag is the same as
    /// a hyphen, because to some programs a tag is one word.
    static func same(_ left: [String], _ right: [String]) -> Bool {
        Set(left.map(word)) == Set(right.map(word))
    }

    /// The octets of a tag as one word.
    static func word(_ tag: String) -> [UInt8] {
        let words = tag.unicodeScalars.split { $0.properties.isWhitespace }
        return Array(words.map { String($0) }.joined(separator: "-").utf8)
    }
}
