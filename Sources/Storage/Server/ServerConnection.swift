internal import Octets
internal import Replication
internal import SQLite
internal import WireFormat

/// A connection to a server's database, with what is remembered between its transactions.
// Sendable: one thread at a time uses it: the writer's under the store's lock, a reader's while it
// is out of the pool.
final class ServerConnection: @unchecked Sendable {
    let database: Database
    let hashing: any Hashing
    var cache = ServerCache()

    init(_ database: Database, hashing: any Hashing) {
        self.database = database
        self.hashing = hashing
    }

    /// Forgets what another connection may have changed; the first thing in a transaction.
    func beginTransaction() throws {
        let version = try database.dataVersion()
        if version != cache.version {
            cache.forget()
            cache.version = version
        }
    }

    /// Opens the file anew if the disk failed; what was remembered may never have reached it.
    func mend() throws(SQLiteError) {
        guard database.isBroken else { return }
        cache = ServerCache()
        try database.reopen()
    }

    /// Inserts or replaces a row; `sql` takes its values, its sum, and what else is not summed.
    func put(
        _ row: some StoredRow, _ sql: StaticString, unsummed: [Value] = []
    ) throws {
        try database.withStatement(sql) { statement in
            var position = 0
            for value in row.values + [.integer(row.sum(hashing))] + unsummed {
                position += 1
                try statement.bind(position, value)
            }
            try statement.run()
        }
    }

    /// The first row of a query.
    func first<R: StoredRow>(_ sql: StaticString, _ keys: Value...) throws -> R? {
        try database.withStatement(sql) { statement in
            for (index, key) in keys.enumerated() { try statement.bind(index + 1, key) }
            return try statement.step() ? read(statement.row) : nil
        }
    }

    /// All rows of a query.
    func rows<R: StoredRow>(_ sql: StaticString, _ keys: Value...) throws -> [R] {
        try database.withStatement(sql) { statement in
            for (index, key) in keys.enumerated() { try statement.bind(index + 1, key) }
            var rows: [R] = []
            while try statement.step() { rows.append(try read(statement.row)) }
            return rows
        }
    }

    /// The row a query stands on, if its sum is right.
    func read<R: StoredRow>(_ row: borrowing Row) throws -> R {
        do {
            let value = try R(row)
            if try row.integer(value.values.count) == value.sum(hashing) { return value }
        } catch is RowDamage {
        } catch is DecodingFailure {
        } catch let error as SQLiteError where error.code == .corrupt {
        }
        throw damage(R.table)
    }

    func damage(_ table: String) -> StoreError {
        StoreError(
            .damaged,
            "could not read a row of \(table) in \(database.path): it is not as it was "
                + "written; to mend it: \(StoreKind.server.care)")
    }
}

extension StoreError {
    /// What a caller is told: a failure of SQLite in the words of stores; all else as it is.
    static func translated(
        _ error: any Error, _ action: String, _ folder: String
    ) -> any Error {
        switch error {
        case let error as SQLiteError: StoreError(error, action, folder: folder, .server)
        case is DecodingFailure, is RowDamage:
            StoreError(
                .damaged,
                "could not \(action) the store \(folder): it holds what cannot be decoded; "
                    + "written; to mend it: \(StoreKind.server.care)")
        default: error
        }
    }
}
