import Query
import Replication
import SQLite
import WireFormat

/// The table `word`: which annotations have which words and marks.
///
/// It follows from the table of entities, in the same transaction, and says nothing of its own: who
/// searches looks at every row that it names, and what it names wrongly is not shown.
struct WordIndex {
    let database: Database
    private let isKept: Bool

    init(_ database: Database, isKept: Bool = true) {
        self.database = database
        self.isKept = isKept
    }

    /// Has the index hold another document of an annotation; nil is none.
    func change(_ number: Int64, from old: String?, to new: String?) throws {
        guard isKept else { return }
        if let old, let new, old.utf8.elementsEqual(new.utf8) { return }
        if let old {
            try database.execute(
                "INSERT INTO word (word, rowid, words) VALUES ('delete', ?, ?)", .integer(number),
                .text(old))
        }
        if let new {
            try database.execute(
                "INSERT INTO word (rowid, words) VALUES (?, ?)", .integer(number), .text(new))
        }
    }

    /// Takes the annotations of a copy out, whose rows are about to go.
    func forget(copy: Int64) throws {
        guard isKept else { return }
        let isAlone =
            try database.firstInteger(
                "SELECT 1 FROM entity WHERE class = 2 AND copy <> ? LIMIT 1", .integer(copy)) == nil
        if isAlone { return try clear() }
        let sql: StaticString = """
            SELECT number, confirmed, shown, body FROM entity INDEXED BY entity_class
            WHERE copy = ? AND class = 2
            """
        try database.query(sql, .integer(copy)) { row in
            try change(row.integer(0), from: Self.document(row), to: nil)
        }
    }

    /// Makes the index of a table of entities, of which it holds nothing yet.
    func fill() throws {
        try forEachDocument { try change($0, from: nil, to: $1) }
    }

    /// Makes the index anew.
    func refill() throws {
        try clear()
        try fill()
    }

    private func clear() throws {
        try database.execute("INSERT INTO word (word) VALUES ('delete-all')")
    }

    /// Each annotation's document, by ascending number. A row that says nothing is passed over:
    /// that it is damaged is told where it is read.
    func forEachDocument(_ body: (Int64, String) throws -> Void) throws {
        let sql: StaticString = """
            SELECT number, confirmed, shown, body FROM entity NOT INDEXED WHERE class = 2
            ORDER BY number
            """
        try database.query(sql) { row in
            guard let document = Self.document(row) else { return }
            try body(row.integer(0), document)
        }
    }

    private static func document(_ row: borrowing Row) -> String? {
        guard let octets = try? row.isNull(2) ? row.optionalBlob(1) : row.optionalBlob(2),
            !octets.isEmpty, let state = try? EntityState.decode(octets)
        else { return nil }
        return SearchDocument(state, body: (try? row.optionalText(3)) ?? nil)?.text
    }
}
