/// Reads the query language: words, phrases and `field:value`, side by side for *and*, with `or`,
/// `not` or `-`, and parentheses.
public struct QueryParser {
    /// How many octets a query may have.
    public static let octetsMax = 4096
    /// How deep parentheses and negations may stand in each other.
    public static let depthMax = 64

    var scanner: QueryScanner
    let now: UInt64
    private var order: QueryOrder?

    private init(_ text: String, now: UInt64) {
        scanner = QueryScanner(text)
        self.now = now
    }

    /// Reads a query; blanks alone ask for everything.
    ///
    /// - Parameter now: milliseconds since 1970, for times that are counted backwards.
    /// - Throws: `QueryError`, with the place.
    public static func parse(_ text: String, now: UInt64) throws(QueryError) -> ParsedQuery {
        guard text.utf8.count <= octetsMax else {
            throw QueryError(
                0..<0, "the query has \(text.utf8.count) octets, and may have \(octetsMax)",
                hint: "ask for less at once")
        }
        var parser = QueryParser(text, now: now)
        parser.scanner.skipBlanks()
        if parser.scanner.isAtEnd { return ParsedQuery(expression: .all([]), order: nil) }
        let expression = try parser.choice(depth: 0)
        if !parser.scanner.isAtEnd {
            throw QueryError(
                parser.scanner.here, "this closes no parenthesis",
                hint: "take it out, or write the words in quotes")
        }
        return ParsedQuery(expression: expression, order: parser.order)
    }

    private mutating func choice(depth: Int) throws(QueryError) -> QueryExpression {
        var parts = [try sequence(depth: depth)]
        while let place = scanner.keyword("or") {
            scanner.skipBlanks()
            guard !scanner.isAtEnd else {
                throw QueryError(
                    place, "nothing stands behind this",
                    hint: "to look for the word itself, quote it: \"or\"")
            }
            parts.append(try sequence(depth: depth))
        }
        if parts.count > 1, parts.contains(.all([])) {
            throw QueryError(
                scanner.here, "one side of an or asks for nothing",
                hint: "write sort: behind the last condition")
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func sequence(depth: Int) throws(QueryError) -> QueryExpression {
        var parts: [QueryExpression] = []
        while true {
            scanner.skipBlanks()
            if scanner.isAtEnd || scanner.isAt(")") || scanner.isAtKeyword("or") { break }
            if scanner.keyword("and") != nil { continue }
            if let part = try part(depth: depth) { parts.append(part) }
        }
        if parts.isEmpty, order == nil || depth > 0 {
            throw QueryError(
                scanner.here, "nothing is asked for here",
                hint: "write words or field:value; to look for a word such as or, quote it: \"or\"")
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// One condition or parenthesis; nil for what is none, the order.
    private mutating func part(depth: Int) throws(QueryError) -> QueryExpression? {
        guard depth < Self.depthMax else {
            throw QueryError(
                scanner.here, "parentheses and negations stand \(Self.depthMax) deep here",
                hint: "ask for less at once")
        }
        if let place = scanner.negation() {
            scanner.skipBlanks()
            guard !scanner.isAtEnd, !scanner.isAt(")"), let inner = try part(depth: depth + 1)
            else {
                throw QueryError(
                    place, "nothing stands behind this",
                    hint: "write what must not be behind it, such as -tag:done")
            }
            return .not(inner)
        }
        let start = scanner.here
        if scanner.take("(") {
            let inner = try choice(depth: depth + 1)
            guard scanner.take(")") else {
                throw QueryError(
                    start, "this parenthesis is not closed", hint: "write the ) where it ends")
            }
            return inner
        }
        let word = try scanner.word()
        if let found = try order(word, depth: depth) {
            order = found
            return nil
        }
        return .term(try TermReader(word, now: now).term())
    }

    private func order(
        _ word: QueryWord, depth: Int
    ) throws(QueryError) -> QueryOrder? {
        guard word.field == "sort" else { return nil }
        guard depth == 0 else {
            throw QueryError(
                word.place, "the order is of the whole answer",
                hint: "write sort: outside of parentheses and negations")
        }
        guard let found = QueryOrder(rawValue: word.value.lowercased()) else {
            throw TermReader(word, now: now).noValue(of: .sort)
        }
        return found
    }
}
