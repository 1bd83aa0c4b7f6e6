/// Parts a line into words as a shell does, as far as quotes and backslashes go.
public enum ShellWords {
    /// The words; nil if a quotation mark is not closed, or a backslash ends the line.
    ///
    /// Nothing is left out between `'`; between `"` a backslash guards `"` and `\`; elsewhere it
    /// guards any character.
    public static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        var scalars = line.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if let open = quote {
                if scalar == open {
                    quote = nil
                } else if open == "\"", scalar == "\\", let next = scalars.first,
                    next == "\"" || next == "\\"
                {
                    scalars.removeFirst()
                    append(next, to: &word)
                } else {
                    append(scalar, to: &word)
                }
                continue
            }
            switch scalar {
            case "'", "\"":
                quote = scalar
                word = word ?? ""
            case "\\":
                guard let next = scalars.popFirst() else { return nil }
                append(next, to: &word)
            case " ", "\t", "\n":
                if let word { words.append(word) }
                word = nil
            default: append(scalar, to: &word)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }

    private static func append(_ scalar: Unicode.Scalar, to word: inout String?) {
        var text = word ?? ""
        text.unicodeScalars.append(scalar)
        word = text
    }
}
