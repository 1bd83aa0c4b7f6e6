import AnnotationModel
import CRDT
import Octets
import Query
import Replication
import SQLite

extension ClientTransaction {
    /// How many annotations an index may name for them to be put in order by looking at each.
    private static let fewMax = 2_000
    /// How many are looked at in order before the index is asked for all that it names.
    private static let firstLooks = 1_000

    /// Hands annotations over in order, all that a search wants and some that it does not, until
    /// `body` says false.
    ///
    /// - Throws: what the store throws, and whatever `body` throws.
    public func search(
        _ search: EntitySearch, _ body: (EntityRow) throws -> Bool
    ) throws {
        try requireOpen()
        try flush()
        if let found = try index.few(search.narrowing, max: Self.fewMax) {
            for key in try keys(of: found, search) {
                if try !hand(key, search, body) { return }
            }
            return
        }
        var walk = try EntityWalk(database, search, copies(of: search))
        // What many have in common is soon found by going through all, the newest first.
        for _ in 0..<Self.firstLooks {
            guard let key = try walk.next() else { return }
            if try !hand(key, search, body) { return }
        }
        walk.members = try index.numbers(search.narrowing)
        while let key = try walk.next() {
            if try !hand(key, search, body) { return }
        }
    }

    private func copies(of search: EntitySearch) throws -> [Int64] {
        try rowsOfCopies().values.filter { search.sets?.contains($0.set) ?? true }
            .map(\.number).sorted()
    }

    private func hand(
        _ key: EntityKey, _ search: EntitySearch, _ body: (EntityRow) throws -> Bool
    ) throws -> Bool {
        let sql = "SELECT \(EntityPart.columns) FROM entity AS e WHERE e.number = ?"
        var found: EntityRow?
        try database.query(composed: sql, [.integer(key.number)]) { row in
            found = try entity(row, .id).row
        }
        guard let found, search.includeDead || (found.isAlive && found.articleIsAlive) else {
            return true
        }
        return try body(found)
    }

    private func keys(of numbers: Set<Int64>, _ search: EntitySearch) throws -> [EntityKey] {
        let copies = Set(try copies(of: search))
        let (first, last) = search.stamps
        var keys: [EntityKey] = []
        try database.withStatement(
            "SELECT number, copy, alive, stamp, dot FROM entity WHERE number = ? AND class = 2"
        ) { statement in
            for number in numbers {
                try statement.bind(.integer(number))
                while try statement.step() {
                    let key = try EntityKey(
                        stamp: statement.row.integer(3), dot: statement.row.blob(4),
                        copy: statement.row.integer(1), number: number)
                    let isWanted = try search.includeDead || statement.row.integer(2) == 1
                    if isWanted, copies.contains(key.copy), first <= key.stamp, key.stamp <= last {
                        keys.append(key)
                    }
                }
            }
        }
        return keys.sorted { search.isOldestFirst ? $0 < $1 : $1 < $0 }
    }
}

extension EntitySearch {
    /// The first and the last stamp, as the table orders them.
    var stamps: (first: Int64, last: Int64) {
        let first = HybridTimestamp(milliseconds: created.lowerBound, count: 0)
        // Stamps from outside may be any; without an end, all are meant.
        guard created.upperBound < UInt64.max, created.upperBound > 0 else {
            let last = created.upperBound == 0 ? HybridTimestamp(bits: 0) : .init(bits: .max)
            return (Int64(orderOf: first), Int64(orderOf: last))
        }
        let last = HybridTimestamp(milliseconds: created.upperBound - 1, count: .max)
        return (Int64(orderOf: first), Int64(orderOf: last))
    }
}
