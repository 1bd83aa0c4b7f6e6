public import AnnotationModel

/// What a query asks of one annotation; each fact is worked out when it is asked for.
public protocol QueryFacts {
    /// The highlighted words.
    var quote: SearchText { get throws }
    /// The text.
    var note: SearchText { get throws }
    /// The tags.
    var tags: [String] { get throws }
    /// The author's name.
    var creator: String { get throws }
    /// The set's name.
    var setName: String { get throws }
    /// The article's id in hex.
    var article: String { get throws }
    /// The article's address; nil if it has none.
    var url: String? { get throws }
    /// The colour that is shown; nil if there is none.
    var colour: Colour? { get throws }
    /// When it was made, in milliseconds since 1970.
    var created: UInt64 { get throws }

    /// Whether the author is meant by the name.
    func isBy(_ user: String) throws -> Bool
    /// Whether it is so.
    func isIn(_ state: QueryState) throws -> Bool
    /// Whether it has the part.
    func has(_ part: QueryPart) throws -> Bool
}

extension QueryFacts {
    /// Whether a condition holds.
    ///
    /// - Throws: what working a fact out throws.
    public func satisfy(_ term: QueryTerm) throws -> Bool {
        switch term {
        case .words(let words):
            if try note.contains(words) || quote.contains(words) { return true }
            if try SearchText(tags).contains(words) { return true }
            return try SearchText(creator).contains(words)
        case .quote(let words): return try quote.contains(words)
        case .note(let words): return try note.contains(words)
        case .tag(let name):
            return try tags.contains { $0.lowercased().utf8.elementsEqual(name.lowercased().utf8) }
        case .user(let name): return try isBy(name)
        case .set(let name): return try setName.isSameName(as: name)
        case .doc(let prefix): return try article.utf8.starts(with: prefix.utf8)
        case .url(let part): return try url?.lowercased().holds(part) == true
        case .colour(let wanted): return try colour == wanted
        case .state(let state): return try isIn(state)
        case .has(let part): return try has(part)
        case .since(let time): return try created >= time
        // What has no date was made neither before nor since.
        case .before(let time): return try 0 < created && created < time
        }
    }
}

extension String {
    /// Whether a person would take both for one name: case and accents do not count.
    public func isSameName(as other: String) -> Bool {
        if utf8.elementsEqual(other.utf8) { return true }
        let words = SearchText(self)
        return !words.isEmpty && words == SearchText(other)
    }

    /// Whether the UTF-8 of a part stands in this one's.
    public func holds(_ part: String) -> Bool {
        let (whole, sought) = (Array(utf8), Array(part.utf8))
        guard sought.count <= whole.count else { return false }
        return (0...whole.count - sought.count).contains { start in
            whole[start..<start + sought.count].elementsEqual(sought)
        }
    }
}
