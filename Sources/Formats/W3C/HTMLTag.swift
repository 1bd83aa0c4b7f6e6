/// A tag of HTML, as far as it matters for its text.
struct HTMLTag {
    let name: String
    let isEnd: Bool
    /// Where it leads; nil if it leads nowhere on the web.
    let link: String?

    /// Reads what stands between the angle brackets.
    init(_ content: ArraySlice<Unicode.Scalar>) {
        isEnd = content.first == "/"
        let body = isEnd ? content.dropFirst() : content
        let letters = body.prefix { !$0.properties.isWhitespace && $0 != "/" }
        name = String(String.UnicodeScalarView(letters.prefix(16))).lowercased()
        link = !isEnd && name == "a" ? Self.link(in: body.dropFirst(letters.count)) : nil
    }

    private static func link(in attributes: ArraySlice<Unicode.Scalar>) -> String? {
        let name = Array("href=".unicodeScalars)
        var rest = attributes
        while rest.count > name.count, !rest.starts(with: name) { rest.removeFirst() }
        rest = rest.dropFirst(name.count)
        let quote = rest.first == "\"" || rest.first == "'" ? rest.first : nil
        let value = (quote == nil ? rest : rest.dropFirst()).prefix { scalar in
            quote.map { scalar != $0 } ?? !scalar.properties.isWhitespace
        }
        let link = String(String.UnicodeScalarView(value))
        let isOfWeb = ["http:", "https:", "mailto:"].contains { link.utf8.starts(with: $0.utf8) }
        return isOfWeb && IRI.isAbsolute(link) && !link.utf8.contains(0x29) ? link : nil
    }
}
