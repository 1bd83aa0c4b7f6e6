/// Goes through the signs of a query.
struct QueryScanner {
    private let signs: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) { signs = Array(text.unicodeScalars) }

    var isAtEnd: Bool { index == signs.count }
    /// The sign that is next.
    var here: Range<Int> { index..<min(index + 1, signs.count) }

    func isAt(_ sign: Unicode.Scalar) -> Bool { index < signs.count && signs[index] == sign }

    mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard isAt(sign) else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        while index < signs.count, signs[index].properties.isWhitespace { index += 1 }
    }

    func isAtKeyword(_ keyword: StaticString) -> Bool {
        let letters = String(describing: keyword)
        let end = index + letters.utf8.count
        guard end <= signs.count, end == signs.count || isBorder(signs[end]) else { return false }
        return zip(signs[index..<end], letters.unicodeScalars).allSatisfy { sign, letter in
            // Letters of ASCII differ in one bit from their capitals.
            sign.value < 0x80 && sign.value | 0x20 == letter.value
        }
    }

    /// Goes past a keyword that stands here, and says where it stood.
    mutating func keyword(_ keyword: StaticString) -> Range<Int>? {
        guard isAtKeyword(keyword) else { return nil }
        let start = index
        index += keyword.utf8CodeUnitCount
        return start..<index
    }

    /// Goes past `-` or `not`, and says where it stood.
    mutating func negation() -> Range<Int>? {
        let start = index
        if take("-") { return start..<index }
        return keyword("not")
    }

    /// Reads a word or a phrase with the field before it; something stands here.
    mutating func word() throws(QueryError) -> QueryWord {
        let start = index
        let field = try field()
        let valueStart = index
        if index < signs.count, Self.quotes.contains(signs[index]) {
            index += 1
            let first = index
            while index < signs.count, !Self.quotes.contains(signs[index]) { index += 1 }
            guard index < signs.count else {
                throw QueryError(
                    valueStart..<valueStart + 1, "this quote is not closed",
                    hint: "write the \" where the phrase ends")
            }
            let value = text(first..<index)
            index += 1
            let goesOn = take("*")
            return QueryWord(
                field: field, value: value, isQuoted: !goesOn, place: start..<index)
        }
        skipWord()
        let value = text(valueStart..<index)
        if let field, value.isEmpty {
            throw QueryError(
                start..<index, "“\(field):” lacks what to look for",
                hint: Self.hint(field, isBeforeGroup: isAt("(")))
        }
        return QueryWord(field: field, value: value, isQuoted: false, place: start..<index)
    }

    private static let quotes: Set<Unicode.Scalar> = ["\"", "“", "”", "„"]

    private static func hint(_ field: String, isBeforeGroup: Bool) -> String {
        isBeforeGroup
            ? "say it of each: (\(field):one or \(field):two)"
            : "write \(field):VALUE without a space, or quote the colon to look for it"
    }

    /// A field's name and its colon, if they stand here.
    private mutating func field() throws(QueryError) -> String? {
        var end = index
        while end < signs.count, signs[end].isASCII, signs[end].properties.isAlphabetic { end += 1 }
        guard end > index, end < signs.count, signs[end] == ":" else { return nil }
        let name = text(index..<end).lowercased()
        guard QueryField(named: name) != nil else {
            guard let meant = FieldSlip.field(meantBy: name) else { return nil }
            throw QueryError(
                index..<end, "there is no field “\(name):”; did you mean “\(meant):”?",
                hint: "write \(meant):, or quote the whole to look for it")
        }
        index = end + 1
        return name
    }

    /// Goes to the end of a word; parentheses that were opened in it belong to it.
    private mutating func skipWord() {
        var open = 0
        let start = index
        while index < signs.count, !signs[index].properties.isWhitespace {
            if signs[index] == "(" {
                if index == start { return }
                open += 1
            }
            if signs[index] == ")" {
                if open == 0 { return }
                open -= 1
            }
            index += 1
        }
    }

    private func isBorder(_ sign: Unicode.Scalar) -> Bool {
        sign.properties.isWhitespace || sign == "(" || sign == ")"
    }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: signs[range])
        return String(text)
    }
}
