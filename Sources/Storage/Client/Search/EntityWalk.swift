import SQLite

/// Goes through the annotations of several copies in one order, some at a time.
struct EntityWalk {
    /// One range of the index, in order.
    private struct Lane {
        let copy: Int64
        let alive: Int64
        var ahead: [EntityKey] = []
        var last: EntityKey?
        var isOver = false
    }

    private static let keysAtOnce = 256

    private let database: Database
    private let search: EntitySearch
    private var lanes: [Lane]
    /// The numbers that are gone through; nil is all.
    var members: Set<Int64>?

    init(_ database: Database, _ search: EntitySearch, _ copies: [Int64]) throws {
        self.database = database
        self.search = search
        lanes = copies.flatMap { copy in
            (search.includeDead ? [1, 0] : [1]).map { Lane(copy: copy, alive: $0) }
        }
    }

    /// The next key; nil after the last.
    mutating func next() throws -> EntityKey? {
        var best: Int?
        for index in lanes.indices {
            if lanes[index].ahead.isEmpty { try fill(&lanes[index]) }
            guard let key = lanes[index].ahead.last else { continue }
            guard let known = best, let other = lanes[known].ahead.last else {
                best = index
                continue
            }
            if search.isOldestFirst ? key < other : other < key { best = index }
        }
        return best.flatMap { lanes[$0].ahead.popLast() }
    }

    /// Reads on until there is a key or the range ends; the next one stands last.
    private func fill(_ lane: inout Lane) throws {
        while lane.ahead.isEmpty, !lane.isOver {
            var found: [EntityKey] = []
            try database.query(composed: sql(isFirst: lane.last == nil), values(lane)) { row in
                found.append(
                    EntityKey(
                        stamp: try row.integer(1), dot: try row.blob(2), copy: lane.copy,
                        number: try row.integer(0)))
            }
            lane.isOver = found.count < Self.keysAtOnce
            lane.last = found.last ?? lane.last
            lane.ahead = found.reversed().filter { members?.contains($0.number) ?? true }
        }
    }

    private func sql(isFirst: Bool) -> String {
        let order = search.isOldestFirst ? "" : " DESC"
        let behind = "AND (stamp, dot, number) \(search.isOldestFirst ? ">" : "<") (?, ?, ?)"
        return """
            SELECT number, stamp, dot FROM entity INDEXED BY entity_class
            WHERE copy = ? AND class = 2 AND alive = ? AND stamp >= ? AND stamp <= ?
                \(isFirst ? "" : behind)
            ORDER BY stamp\(order), dot\(order), number\(order) LIMIT \(Self.keysAtOnce)
            """
    }

    private func values(_ lane: Lane) -> [Value] {
        var (first, last) = search.stamps
        // The index is entered at the last key: the comparison of three would go through all.
        if let key = lane.last {
            if search.isOldestFirst { first = key.stamp } else { last = key.stamp }
        }
        let values: [Value] = [
            .integer(lane.copy), .integer(lane.alive), .integer(first), .integer(last),
        ]
        guard let key = lane.last else { return values }
        return values + [.integer(key.stamp), .blob(key.dot), .integer(key.number)]
    }
}
