import SQLite

extension ClientStore {
    /// What is wrong with the store, a sentence each; none if all is well.
    ///
    /// Every row's checksum is checked. `deep` also compares indexes with their tables, and what is
    /// derived from entities with the entities.
    ///
    /// - Throws: `StoreError` if the store cannot be read at all.
    public func check(deep: Bool) throws -> [String] {
        try explained("check") {
            var found = try database.integrityCheck(deep ? .full : .quick)
            try database.read { database in
                for table in ClientTable.all { found += try check(table, in: database) }
            }
            if deep, found.isEmpty { found += try checkDerived() }
            return found
        }
    }

    /// The rows of a table that are not as they were written.
    func check(_ table: SealedTable, in database: Database) throws -> [String] {
        var found: [String] = []
        do {
            try database.query(composed: "SELECT * FROM \(table.name)", []) { row in
                do {
                    _ = try seal.read(row, table)
                } catch let error as StoreError {
                    found.append(error.message)
                }
            }
        } catch let error as SQLiteError where error.code == .corrupt {
            found.append("the table \(table.name) cannot be read to its end: \(error.sentence)")
        }
        return found
    }

    private func checkDerived() throws -> [String] {
        var found: [String] = []
        try database.read { database in
            let queries: [(StaticString, String)] = [
                (
                    """
                    SELECT number FROM entity AS e WHERE alive <> EXISTS
                        (SELECT 1 FROM token WHERE entity = e.number AND shown IS NOT NULL)
                    """, "says wrongly whether it is alive"
                ),
                (
                    "SELECT number FROM entity WHERE copy NOT IN (SELECT number FROM copy)",
                    "is of a set that is not there"
                ),
            ]
            for (sql, what) in queries {
                try database.query(sql) { row in
                    found.append(
                        "row (\(try row.integer(0))) of the table entity in \(folder) \(what)"
                    )
                }
            }
            found += try WordIndex(database).disagreements(seal).map { "\($0), in \(folder)" }
        }
        return found
    }
}
