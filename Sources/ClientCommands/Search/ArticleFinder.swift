import AnnotationModel
import Query
import Replication
import Storage

/// Finds the articles that a query means: a condition holds of an article if it holds of the
/// article itself or of one of its notes.
final class ArticleFinder {
    private let expression: QueryExpression
    private let context: QueryContext
    /// By condition, the articles with a note of which it holds.
    private var noted: [QueryTerm: Set<ArticleID>] = [:]

    init(_ query: AnnotationQuery, _ workspace: Workspace) {
        expression = query.parsed.expression
        context = QueryContext(workspace)
        isOldestFirst = query.parsed.order == .oldest
    }

    private let isOldestFirst: Bool

    func articles() throws -> [ArticleView] {
        let query = EntityQuery(
            kind: .articles, includeDead: expression.terms.contains(.state(.deleted)),
            order: isOldestFirst ? .oldestFirst : .newestFirst)
        let all = try context.workspace.transaction.entities(query)
            .compactMap { ArticleView($0, context.workspace) }
        return try all.filter { article in
            try expression.holds { try holds($0, of: article) }
        }
    }

    private func holds(_ term: QueryTerm, of article: ArticleView) throws -> Bool {
        switch term {
        case .words(let words):
            if SearchText([article.title, article.url ?? ""]).contains(words) { return true }
        case .set(let name): return try context.name(of: article.set).isSameName(as: name)
        case .doc(let prefix): return article.id.text.utf8.starts(with: prefix.utf8)
        case .url(let part): return article.url.map { QueryContext.holds($0, part) } ?? false
        case .state(.private): return try context.isPersonal(article.set)
        case .state(.deleted): return !article.isAlive
        case .state(.unsynced): if article.isUnsynced { return true }
        case .state(.conflict): if !article.conflicts.isEmpty { return true }
        case .since(let time): if article.added >= time { return true }
        case .before(let time): if 0 < article.added, article.added < time { return true }
        case .quote, .note, .tag, .user, .colour, .state, .has: break
        }
        return try articles(with: term).contains(article.id)
    }

    private func articles(with term: QueryTerm) throws -> Set<ArticleID> {
        if let known = noted[term] { return known }
        var found: Set<ArticleID> = []
        try AnnotationFinder(.term(term), context).forEach { row in
            if let article = row.state.creation?.article { found.insert(article) }
            return true
        }
        noted[term] = found
        return found
    }
}
