/// The first line of a clipping.
enum KindleTitle {
    /// The work that the line names: `Title (Author)` with the last parenthesis, or
    /// `Title - Author`. A line that ends in two spaces says that there is no author.
    static func work(_ line: String) -> ExchangeWork {
        let text = TextParts.trimmed(line)
        let scalars = Array(text.unicodeScalars)
        if line.utf8.suffix(2).elementsEqual([0x20, 0x20]) { return ExchangeWork(title: text) }
        if let open = lastParenthesis(scalars) {
            let title = TextParts.trimmed(string(scalars[..<open]))
            let author = TextParts.trimmed(string(scalars[(open + 1)...].dropLast()))
            if !title.utf8.isEmpty {
                return ExchangeWork(title: title, author: TextParts.unlessEmpty(author))
            }
        }
        if scalars.last != ")", let dash = lastDash(scalars) {
            return ExchangeWork(
                title: TextParts.trimmed(string(scalars[..<dash])),
                author: TextParts.trimmed(string(scalars[(dash + 3)...])))
        }
        return ExchangeWork(title: text)
    }

    /// Where the parenthesis opens that closes at the end; parentheses within it are its own.
    private static func lastParenthesis(_ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.last == ")" else { return nil }
        var depth = 0
        for index in scalars.indices.reversed() {
            if scalars[index] == ")" { depth += 1 }
            if scalars[index] == "(" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    /// Where ` - ` begins for the last time, with something on both sides.
    private static func lastDash(_ scalars: [Unicode.Scalar]) -> Int? {
        guard scalars.count > 4 else { return nil }
        return (1..<(scalars.count - 3)).last {
            scalars[$0] == " " && scalars[$0 + 1] == "-" && scalars[$0 + 2] == " "
        }
    }

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
