import Formats

/// What a reader handed over, sorted by kind.
struct Items {
    var notes: [ExchangeNote] = []
    var bad: [Bad] = []
    var skipped: [String] = []
    var articles: [ExchangeArticle] = []

    struct Bad: Equatable {
        let line: Int
        let why: String
    }

    init(_ read: ((ExchangeItem) throws -> Void) throws -> Void) throws {
        var (notes, bad, skipped): ([ExchangeNote], [Bad], [String]) = ([], [], [])
        var articles: [ExchangeArticle] = []
        try read { item in
            switch item {
            case .note(let note): notes.append(note)
            case .bad(let line, let why): bad.append(Bad(line: line, why: why))
            case .skipped(let what): skipped.append(what)
            case .article(let article): articles.append(article)
            }
        }
        self.notes = notes
        self.articles = articles
        self.bad = bad
        self.skipped = skipped
    }
}
