public import AnnotationModel
import CRDT
import Octets
import Replication
import SQLite

extension ClientTransaction {
    /// The entities that a query asks for.
    public func entities(_ query: EntityQuery) throws -> [EntityRow] {
        try flush()
        var found: [(order: [UInt8], row: EntityRow)] = []
        for part in try parts(of: query) {
            try database.query(composed: part.sql(.rows), part.values) { row in
                found.append(try entity(row, query.order))
            }
        }
        // Each part is in order; SQLite would sort all of them to merge them.
        found.sort { left, right in
            query.order == .newestFirst
                ? right.order.lexicographicallyPrecedes(left.order)
                : left.order.lexicographicallyPrecedes(right.order)
        }
        let rows = found.map(\.row)
        return query.limit.map { Array(rows.prefix(max(0, $0))) } ?? rows
    }

    /// How many entities a query asks for.
    public func count(_ query: EntityQuery) throws -> Int {
        try flush()
        var result = 0
        for part in try parts(of: query) {
            try database.query(composed: part.sql(.count), part.values) { row in
                result += Int(try row.integer(0))
            }
        }
        return query.limit.map { min(max(0, $0), result) } ?? result
    }

    /// An entity, in whatever set it lies, by its id or by the one it had before it moved; nil if
    /// nothing has made it, or what made it was refused.
    public func entity(_ id: EntityID) throws -> EntityRow? {
        try flush()
        if let row = try row(of: id) { return row }
        let alias = try row(
            ClientTable.alias, "SELECT * FROM alias WHERE old = ?", .blob(id.octets.octets))
        guard let alias else { return nil }
        guard let new = Octets16(alias.blob(1)) else { throw damaged(ClientTable.alias, alias) }
        return try row(of: EntityID(new))
    }

    private func row(of id: EntityID) throws -> EntityRow? {
        let sql = """
            SELECT \(EntityPart.columns) FROM entity AS e
            WHERE e.copy IN (SELECT number FROM copy) AND e.id = ? AND e.class > 0
            ORDER BY e.alive DESC, e.copy LIMIT 1
            """
        var result: EntityRow?
        try database.query(composed: sql, [.blob(id.octets.octets)]) { row in
            result = try entity(row, .id).row
        }
        return result
    }

    /// Up to 20 entities whose id begins so, dead ones included: articles for signs of the hex
    /// alphabet, annotations for letters; an article's former ids lead to it too.
    public func entitiesMatching(prefix: String, _ kind: EntityKind) throws -> [EntityID] {
        let query = EntityQuery(
            kind: kind, includeDead: true, limit: 20, order: .id, idPrefix: prefix)
        var ids = Set(try entities(query).map(\.id))
        if kind != .annotations, let range = IDRange(prefix: prefix), range.alphabet != .letters {
            try rows(
                ClientTable.alias, "SELECT * FROM alias WHERE old BETWEEN ? AND ? LIMIT 20",
                .blob(range.first), .blob(range.last)
            ) { row in
                guard let new = Octets16(row.blob(1)) else { throw damaged(ClientTable.alias, row) }
                ids.insert(EntityID(new))
            }
        }
        return Array(ids.sorted().prefix(20))
    }

    /// The queries, each over one range of one index, that together are the query.
    private func parts(of query: EntityQuery) throws -> [EntityPart] {
        try requireOpen()
        var range: IDRange?
        var classes = query.kind.classes
        if let prefix = query.idPrefix {
            guard let found = IDRange(prefix: prefix) else { return [] }
            range = found
            if found.alphabet == .hex { classes = classes.filter { $0 == EntityClass.article } }
            if found.alphabet == .letters {
                classes = classes.filter { $0 == EntityClass.annotation }
            }
        }
        let copies = try rowsOfCopies().values
            .filter { query.set == nil || $0.set == query.set }.map(\.number).sorted()
        var parts: [EntityPart] = []
        for copy in copies {
            for entityClass in classes {
                for alive: Int64 in query.includeDead ? [1, 0] : [1] {
                    parts.append(
                        EntityPart(
                            query, range, copy: copy, entityClass: entityClass, alive: alive))
                }
            }
        }
        return parts
    }

    /// An entity as a row of the columns of `EntityPart` has it, and what orders it.
    func entity(
        _ row: borrowing Row, _ order: EntityQuery.Order
    ) throws -> (order: [UInt8], row: EntityRow) {
        let table = ClientTable.entity
        let sealed = try seal.read(row, table)
        let entry = try entry(sealed)
        let next = table.columns.count + 1
        let isAlive = entry.isAlive == true
        let isArticle = sealed.integer(3) == EntityClass.article
        guard let set = try set(of: sealed.integer(1)), let state = entry.shown else {
            throw damaged(table, sealed)
        }
        let articleIsAlive = isArticle ? isAlive : try row.optionalInteger(next) == 1
        let result = EntityRow(
            set: set, id: entry.id, state: state, isAlive: isAlive,
            articleIsAlive: articleIsAlive, text: entry.text,
            isUnsynced: try row.integer(next + 1) != 0)
        var key: [UInt8] = []
        if order != .id, let creation = state.creation {
            key.appendWord(creation.stamp.bits)
            key += creation.identity.dot.key
        }
        return (key + entry.id.octets.octets, result)
    }
}

extension EntityKind {
    fileprivate var classes: [Int64] {
        switch self {
        case .articles: [EntityClass.article]
        case .annotations: [EntityClass.annotation]
        case .all: [EntityClass.article, EntityClass.annotation]
        }
    }
}
