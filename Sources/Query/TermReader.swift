import AnnotationModel

/// Makes a condition of a word of a query.
struct TermReader {
    private let word: QueryWord
    private let now: UInt64

    init(_ word: QueryWord, now: UInt64) {
        self.word = word
        self.now = now
    }

    func term() throws(QueryError) -> QueryTerm {
        guard let name = word.field, let field = QueryField(named: name) else {
            return .words(try pattern())
        }
        let value = word.value
        switch field {
        case .tag: return .tag(try named(field))
        case .user: return .user(try named(field))
        case .set: return .set(try named(field))
        case .doc: return .doc(try hex())
        case .url: return .url(try named(field).lowercased())
        case .quote: return .quote(try pattern())
        case .note: return .note(try pattern())
        case .color:
            guard let colour = Colour(rawValue: value.lowercased()) else {
                throw noValue(of: field)
            }
            return .colour(colour)
        case .is:
            guard let state = QueryState(rawValue: value.lowercased()) else {
                throw noValue(of: field)
            }
            return .state(state)
        case .has:
            guard let part = QueryPart(rawValue: value.lowercased()) else {
                throw noValue(of: field)
            }
            return .has(part)
        case .since: return .since(try time().start)
        case .until: return .before(try time().end)
        // The parser has read the order where it may stand.
        case .sort: throw noValue(of: field)
        }
    }

    /// The refusal of a value that nothing can have: an empty answer would hide the slip.
    func noValue(of field: QueryField) -> QueryError {
        let values = field.values ?? []
        return QueryError(
            word.place, "“\(word.field ?? field.rawValue):\(word.value)” is nothing to ask for",
            hint: "\(word.field ?? field.rawValue): takes \(values.joined(separator: ", "))")
    }

    private func pattern() throws(QueryError) -> SearchPattern {
        if let pattern = SearchPattern(word.value, isWhole: word.isQuoted) { return pattern }
        throw QueryError(
            word.place, "there is no letter, digit or symbol in “\(word.value)” to look for",
            hint: "punctuation is not looked for; write the words beside it")
    }

    private func named(_ field: QueryField) throws(QueryError) -> String {
        if !word.value.isEmpty { return word.value }
        throw QueryError(
            word.place, "“\(word.field ?? field.rawValue):” lacks what to look for",
            hint: "write something between the quotes")
    }

    private func hex() throws(QueryError) -> String {
        let value = word.value.lowercased()
        let isHex = value.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        if isHex, !value.isEmpty { return value }
        throw QueryError(
            word.place, "“\(word.value)” is no beginning of an article's id",
            hint: "ids are hex, as postil docs lists them; by its address: url:example.org")
    }

    private func time() throws(QueryError) -> QueryTime {
        if let time = QueryTime(word.value, now: now) { return time }
        throw QueryError(
            word.place, "“\(word.value)” is no time",
            hint: "write a day, 2026-11-01, or how long ago: 30min, 12h, 7d, 2w; also today")
    }
}
