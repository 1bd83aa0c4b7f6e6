import SQLite

extension ClientTransaction {
    /// Calls `body` for each row of a query that begins with all columns of the table.
    ///
    /// - Throws: `StoreError` with `damaged` for a row whose checksum is wrong.
    func rows(
        _ table: SealedTable, _ sql: StaticString, _ values: Value...,
        body: (SealedRow) throws -> Void
    ) throws {
        try requireOpen()
        let seal = self.seal
        try database.withStatement(sql) { statement in
            for (index, value) in values.enumerated() { try statement.bind(index + 1, value) }
            while try statement.step() { try body(try seal.read(statement.row, table)) }
        }
    }

    /// The first row of a query that begins with all columns of the table; nil if there is none.
    func row(_ table: SealedTable, _ sql: StaticString, _ values: Value...) throws -> SealedRow? {
        try requireOpen()
        let seal = self.seal
        return try database.withStatement(sql) { statement in
            for (index, value) in values.enumerated() { try statement.bind(index + 1, value) }
            return try statement.step() ? try seal.read(statement.row, table) : nil
        }
    }

    /// Runs an insert of a whole row, whose last value is the checksum.
    func insert(_ table: SealedTable, _ sql: StaticString, _ values: Value...) throws {
        try requireWriting()
        let sum = seal.sum(table, values)
        try database.withStatement(sql) { statement in
            for (index, value) in values.enumerated() { try statement.bind(index + 1, value) }
            try statement.bind(values.count + 1, .integer(sum))
            try statement.run()
        }
    }

    /// Runs a statement that changes rows.
    func change(_ sql: StaticString, _ values: Value...) throws {
        try requireWriting()
        try database.withStatement(sql) { statement in
            for (index, value) in values.enumerated() { try statement.bind(index + 1, value) }
            try statement.run()
        }
    }

    /// A number that no row of the table has.
    func nextNumber(_ table: SealedTable) throws -> Int64 {
        var number = nextNumbers[table.name]
        if number == nil {
            try database.query(composed: "SELECT max(number) FROM \(table.name)", []) { row in
                number = try row.optionalInteger(0).map { $0 &+ 1 }
            }
        }
        let result = number ?? 1
        nextNumbers[table.name] = result &+ 1
        return result
    }
}
