import AnnotationModel

extension QueryExpression {
    /// What an index can say of the expression.
    ///
    /// - Throws: whatever `names` throws.
    public func narrowing(_ names: some QueryNames) throws -> Narrowing {
        switch self {
        case .term(let term): try term.narrowing(names)
        // An index says which annotations have something, and of those only that they may.
        case .not: .everything
        case .all(let parts): .both(try parts.map { try $0.narrowing(names) })
        case .any(let parts): .either(try parts.map { try $0.narrowing(names) })
        }
    }

    /// The conditions that have to hold whatever else does.
    public var necessary: [QueryTerm] {
        switch self {
        case .term(let term): [term]
        case .all(let parts): parts.flatMap(\.necessary)
        case .not, .any: []
        }
    }
}

extension QueryTerm {
    fileprivate func narrowing(_ names: some QueryNames) throws -> Narrowing {
        switch self {
        case .words(let words):
            let authors = try names.accounts(matching: words).map { Narrowing.mark(.author($0)) }
            return .either([.words(words)] + authors + words.hex.map { .mark(.authors($0)) })
        case .quote(let words), .note(let words): return .words(words)
        case .tag(let name): return .mark(.tag(name))
        case .user(let name):
            let authors = try names.accounts(named: name).map { Narrowing.mark(.author($0)) }
            let hex = SearchPattern(name, isWhole: true)?.hex ?? []
            return .either(
                [.mark(.creator(name))] + authors + hex.map { .mark(.authors($0)) })
        case .doc(let prefix): return .mark(.article(prefix))
        case .url(let part):
            guard let articles = try names.articles(withURL: part) else { return .everything }
            return .either(articles.map { .mark(.article($0)) })
        case .colour(let colour):
            let chosen = Narrowing.mark(.colour(colour.rawValue))
            return colour == .yellow ? .any([chosen, .mark(.colour(nil))]) : chosen
        case .state(let state): return state.narrowing
        case .has(.reply): return .answered
        case .has(.note): return .either([.mark(.part(.note)), .mark(.unread)])
        case .has(.tag): return .mark(.part(.tag))
        case .set, .since, .before: return .everything
        }
    }
}

extension SearchPattern {
    /// The pattern if it may be the beginning of an id in hex: who is in no set that is here any
    /// more is called by that.
    fileprivate var hex: [String] {
        let word = tokens[0].octets
        let isHex = word.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
        }
        return tokens.count == 1 && isHex ? [String(decoding: word, as: UTF8.self)] : []
    }
}

extension QueryState {
    fileprivate var narrowing: Narrowing {
        switch self {
        case .closed, .reply, .page, .conflict, .imported: .mark(.state(self))
        case .unsynced: .unsynced
        case .deleted: .deleted
        // Most are open; the set is no matter of an index, and places are looked for.
        case .open, .private, .moved, .edited, .uncertain, .orphan: .everything
        }
    }
}
