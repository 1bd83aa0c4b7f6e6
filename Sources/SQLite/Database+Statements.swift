internal import CSQLite

extension Database {
    /// Runs a statement to its end and returns how many rows it inserted, updated or deleted.
    ///
    /// - Throws: `misuse` for a change outside of `write`; otherwise what SQLite reports.
    @discardableResult
    public func execute(_ sql: StaticString, _ values: Value...) throws(SQLiteError) -> Int {
        let statement = try take(sql)
        defer { statement.giveBack() }
        try statement.bind(values)
        while try statement.step() {}
        return statement.isReadOnly ? 0 : Int(sqlite3_changes64(handle))
    }

    /// Calls `row` for each row in turn.
    ///
    /// - Throws: what SQLite reports, and whatever `row` throws, which ends the query.
    public func query(
        _ sql: StaticString, _ values: Value..., row: (borrowing Row) throws -> Void
    ) throws {
        try run(take(sql), values, row)
    }

    /// As `query`, for a statement put together at run time; never put outside text into it.
    ///
    /// - Throws: what SQLite reports, and whatever `row` throws, which ends the query.
    public func query(
        composed sql: String, _ values: [Value], row: (borrowing Row) throws -> Void
    ) throws {
        try run(take(composed: sql), values, row)
    }

    /// What `row` makes of the first row; nil if there is none.
    ///
    /// - Throws: what SQLite reports, and whatever `row` throws.
    public func first<T>(
        _ sql: StaticString, _ values: Value..., row: (borrowing Row) throws -> T
    ) throws -> T? {
        let statement = try take(sql)
        defer { statement.giveBack() }
        try statement.bind(values)
        return try statement.step() ? row(Row(statement: statement.handle)) : nil
    }

    /// The integer in the first column of the first row; nil if there is none or it is NULL.
    ///
    /// - Throws: what SQLite reports; `corrupt` if the column holds something else.
    public func firstInteger(
        _ sql: StaticString, _ values: Value...
    ) throws(SQLiteError) -> Int64? {
        let statement = try take(sql)
        defer { statement.giveBack() }
        try statement.bind(values)
        guard try statement.step() else { return nil }
        return try Row(statement: statement.handle).optionalInteger(0)
    }

    /// Lends a statement, for loops that bind and run it many times.
    ///
    /// - Throws: what SQLite reports, and whatever `body` throws.
    @discardableResult
    public func withStatement<T>(
        _ sql: StaticString, _ body: (borrowing Statement) throws -> T
    ) throws -> T {
        let prepared = try take(sql)
        defer { prepared.giveBack() }
        return try body(Statement(prepared: prepared))
    }

    /// Runs several statements without values, divided by semicolons, as a migration does.
    ///
    /// - Throws: `misuse` outside of `write`; otherwise what SQLite reports.
    public func run(script: String) throws(SQLiteError) {
        guard activity == .writing else {
            throw SQLiteError(.misuse, "could not run a script on \(path) outside of a write")
        }
        try control(script)
    }

    private func run(
        _ statement: PreparedStatement, _ values: [Value], _ row: (borrowing Row) throws -> Void
    ) throws {
        defer { statement.giveBack() }
        try statement.bind(values)
        while try statement.step() { try row(Row(statement: statement.handle)) }
    }
}

extension Database {
    /// Refuses what would run outside of the transaction it is meant for.
    func admit(_ statement: PreparedStatement) throws(SQLiteError) {
        let handle = try requireUsable()
        guard statement.isReadOnly || activity == .writing else {
            throw SQLiteError(
                .misuse, "could not run \(statement.sql): changes are made inside of a write only")
        }
        // Some failures roll back at once; what followed would be committed on its own.
        if activity != .idle, sqlite3_get_autocommit(handle) != 0 { throw transactionLost() }
    }

    func transactionLost() -> SQLiteError {
        lastFailure
            ?? SQLiteError(.misuse, "a transaction on \(path) was ended before its time")
    }

    /// The statement from the cache, or a new one if that is still at work.
    func take(_ sql: StaticString) throws(SQLiteError) -> PreparedStatement {
        guard sql.hasPointerRepresentation else {
            throw SQLiteError(.misuse, "one sign is no statement")
        }
        let found = statements[sql]
        if let found, !found.isInUse {
            found.isInUse = true
            return found
        }
        let octets = UnsafeBufferPointer(start: sql.utf8Start, count: sql.utf8CodeUnitCount)
        let statement = try compile(octets)
        if found == nil { statements[sql] = statement }
        return statement
    }

    private func take(composed sql: String) throws(SQLiteError) -> PreparedStatement {
        let key = Array(sql.utf8)
        let found = statements[composed: key]
        if let found, !found.isInUse {
            found.isInUse = true
            return found
        }
        let statement = try key.withUnsafeBufferPointer { (octets) throws(SQLiteError) in
            try compile(octets)
        }
        if found == nil { statements[composed: key] = statement }
        return statement
    }

    private func compile(
        _ sql: UnsafeBufferPointer<UInt8>
    ) throws(SQLiteError) -> PreparedStatement {
        let (statement, rest) = try compileFirst(sql, flags: UInt32(SQLITE_PREPARE_PERSISTENT))
        guard let statement, rest.allSatisfy({ $0 <= 0x20 || $0 == 0x3b }) else {
            throw SQLiteError(.misuse, "not one statement: \(String(decoding: sql, as: UTF8.self))")
        }
        statement.isInUse = true
        return statement
    }

    /// Holds so many KiB of pages in memory at most, 2,000 if not told: what is changed beyond them
    /// is written early, and read again.
    public func hold(pagesKiB: Int32) throws(SQLiteError) {
        try control("PRAGMA cache_size=-\(pagesKiB)")
    }

    /// Runs statements in turn without asking whether they may run.
    func control(_ script: String) throws(SQLiteError) {
        var rest = Array(script.utf8)[...]
        while !rest.isEmpty {
            let (statement, left) = try rest.withUnsafeBufferPointer {
                (octets) throws(SQLiteError) in
                let (statement, left) = try compileFirst(octets, flags: 0)
                return (statement, left.count)
            }
            rest = rest.suffix(left)
            guard let statement else { continue }
            while try statement.stepUnchecked() {}
        }
    }

    /// Compiles the first statement; nil for blanks and comments, which are passed over.
    private func compileFirst(
        _ sql: UnsafeBufferPointer<UInt8>, flags: UInt32
    ) throws(SQLiteError) -> (PreparedStatement?, UnsafeBufferPointer<UInt8>.SubSequence) {
        let handle = try requireUsable()
        var compiled: OpaquePointer?
        var used = 0
        let result = sql.withMemoryRebound(to: CChar.self) { signs in
            var tail: UnsafePointer<CChar>?
            let result = sqlite3_prepare_v3(
                handle, signs.baseAddress, Int32(clamping: signs.count), flags, &compiled, &tail)
            if let tail, let start = signs.baseAddress { used = tail - start }
            return result
        }
        guard result == SQLITE_OK else {
            throw failure(result, "compile \(String(decoding: sql, as: UTF8.self))")
        }
        counts.compilations += 1
        let statement = compiled.map { PreparedStatement(handle: $0, database: self) }
        return (statement, sql.dropFirst(statement == nil ? sql.count : used))
    }
}
