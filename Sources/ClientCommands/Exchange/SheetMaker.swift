import AnnotationModel
import CivilTime
import Formats
import JSON
import Query
import Storage
import TextAnchoring
import WireFormat

/// Makes of a store's articles and annotations what the writers of formats take.
struct SheetMaker {
    private let workspace: Workspace
    private var articles = ArticleCache()
    private var works: [ArticleID: ExchangeWork] = [:]

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// The living annotations that a query is about, by article; articles in the order in which
    /// they were added.
    mutating func sheets(_ query: AnnotationQuery, set: SetID?) throws -> [ExchangeSheet] {
        let finder = AnnotationFinder(
            query.parsed.expression, order: .oldest, QueryContext(workspace))
        var byArticle: [ArticleID: [AnnotationView]] = [:]
        for row in try finder.rows() where set.map({ $0 == row.set }) ?? true {
            let view = try AnnotationView(row, workspace, &articles)
            guard view.isAlive, let article = view.article else { continue }
            byArticle[article, default: []].append(view)
        }
        let order = try workspace.transaction.entities(
            EntityQuery(set: set, kind: .articles, order: .oldestFirst))
        return try order.compactMap { row in
            let id = ArticleID(row.id.octets)
            guard let views = byArticle[id] else { return nil }
            return try sheet(id, row.set, views)
        }
    }

    private mutating func sheet(
        _ id: ArticleID, _ set: SetID, _ views: [AnnotationView]
    ) throws -> ExchangeSheet? {
        guard let article = try articles.article(id, in: set, workspace) else { return nil }
        let author = views.lazy.compactMap { $0.origin?.workAuthor }.first { !$0.isEmpty }
        let work = ExchangeWork(
            title: article.title, author: author, url: article.url, id: id.text)
        return ExchangeSheet(
            work: work, text: try article.text()?.string,
            notes: Self.inReadingOrder(views).map { Self.note($0, work) })
    }

    /// Passages by where they are, then notes on the whole, each with its answers behind it.
    private static func inReadingOrder(_ views: [AnnotationView]) -> [AnnotationView] {
        let ids = Set(views.map(\.id))
        var answers: [AnnotationID: [AnnotationView]] = [:]
        var tops: [AnnotationView] = []
        for view in views {
            if let parent = view.parent, ids.contains(parent) {
                answers[parent, default: []].append(view)
            } else {
                tops.append(view)
            }
        }
        let sorted = tops.enumerated().sorted { left, right in
            (place(left.element), left.offset) < (place(right.element), right.offset)
        }
        var result: [AnnotationView] = []
        var waiting = Array(sorted.map(\.element).reversed())
        while let next = waiting.popLast() {
            result.append(next)
            waiting += (answers[next.id] ?? []).reversed()
        }
        return result
    }

    private static func place(_ view: AnnotationView) -> Int {
        guard let anchor = view.anchor else { return .max }
        return view.outcome?.range?.lowerBound ?? anchor.start
    }

    private static func note(_ view: AnnotationView, _ work: ExchangeWork) -> ExchangeNote {
        var note = ExchangeNote(key: view.idText, work: work)
        note.parent = view.parent?.text
        if let anchor = view.anchor {
            let range = view.outcome?.range ?? anchor.start..<anchor.end
            note.quote = ExchangeQuote(
                exact: anchor.exact, prefix: anchor.prefix, suffix: anchor.suffix,
                position: range.isEmpty
                    ? nil
                    : .init(start: range.lowerBound, end: range.upperBound, unit: .codePoint),
                place: anchor.heading.isEmpty ? nil : anchor.heading)
        }
        note.text = view.text
        note.tags = view.tags
        note.colour = view.colour.isEmpty ? nil : view.colour
        note.isClosed = view.isClosed
        note.creator = view.creator
        note.created = view.created == 0 ? nil : Int64(clamping: view.created)
        note.modified = view.modified == 0 ? nil : Int64(clamping: view.modified)
        note.set = view.setName
        if let origin = view.origin {
            note.origin = origin.format
            // As deep as readers take it, and longer than it was for what is escaped in it.
            let limits = JSONLimits(depthMax: 64, bytesMax: .max)
            note.rest = try? JSONReader.parse(Array(origin.rest.utf8), limits: limits)
        }
        return note
    }
}
