import AnnotationModel
import Octets
import SQLite

/// A part of a query that one index answers in order: entities of one set, class and aliveness.
struct EntityPart {
    enum Result {
        case rows
        case count
    }

    let values: [Value]
    private let index: String
    private let conditions: [String]
    private let order: String
    private let hasLimit: Bool
    /// Whether all living annotations of the set on living articles are asked for, and no more.
    private let isAllNotes: Bool

    /// All columns with the checksum, whether the article is alive, and whether an op is pending.
    static let columns = """
        e.*, (SELECT a.alive FROM entity AS a WHERE a.copy = e.copy AND a.id = e.article),
        EXISTS (SELECT 1 FROM op WHERE copy = e.copy AND entity = e.id AND verdict = 255)
        """

    /// By article, from an index alone: no row is read. Whatever is on an article is an annotation,
    /// and what it is on is none (`Merge.isAboutItsSort`).
    private static let countOfAllNotes = """
        SELECT count(*) FROM entity AS a INDEXED BY entity_class
        CROSS JOIN entity AS e INDEXED BY entity_article
            ON e.copy = a.copy AND e.article = a.id AND e.article IS NOT NULL AND e.alive = ?3
        WHERE a.copy = ?1 AND a.class < ?2 AND a.alive = 1
        """

    init(
        _ query: EntityQuery, _ range: IDRange?, copy: Int64, entityClass: Int64, alive: Int64
    ) {
        var conditions = ["e.copy = ?", "e.class = ?", "e.alive = ?"]
        var values: [Value] = [.integer(copy), .integer(entityClass), .integer(alive)]
        if let article = query.article {
            conditions.append("e.article = ?")
            values.append(.blob(article.octets.octets))
        }
        if let parent = query.parent {
            conditions.append("e.parent = ?")
            values.append(.blob(parent.octets.octets))
        }
        if let range {
            conditions.append("e.id BETWEEN ? AND ?")
            values += [.blob(range.first), .blob(range.last)]
        }
        if !query.includeDead, entityClass == EntityClass.annotation {
            conditions.append(
                "1 = (SELECT a.alive FROM entity AS a WHERE a.copy = e.copy AND a.id = e.article)")
        }
        switch query.order {
        case .newestFirst: order = "e.stamp DESC, e.dot DESC, e.id DESC"
        case .oldestFirst: order = "e.stamp, e.dot, e.id"
        case .id: order = "e.id"
        }
        // The only statement of SQLite's own choice would be between these.
        // Few answer one annotation or lie on one article: they are sorted, whatever the order.
        index =
            range != nil
            ? "entity_id"
            : query.parent != nil
                ? "entity_parent"
                : query.article != nil
                    ? "entity_article" : query.order == .id ? "entity_id" : "entity_class"
        hasLimit = query.limit != nil
        isAllNotes =
            !query.includeDead && entityClass == EntityClass.annotation && range == nil
            && query.article == nil && query.parent == nil && query.limit == nil
        if let limit = query.limit { values.append(.integer(Int64(max(0, limit)))) }
        self.conditions = conditions
        self.values = values
    }

    /// The statement; a count is of no more than the limit.
    func sql(_ result: Result) -> String {
        let from = """
            FROM entity AS e INDEXED BY \(index) WHERE \(conditions.joined(separator: " AND "))
            """
        let limit = hasLimit ? " LIMIT ?" : ""
        switch result {
        case .count where isAllNotes: return Self.countOfAllNotes
        case .rows: return "SELECT \(Self.columns) \(from) ORDER BY \(order)\(limit)"
        case .count: return "SELECT count(*) FROM (SELECT 1 \(from)\(limit))"
        }
    }
}
