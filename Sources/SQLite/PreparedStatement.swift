internal import CSQLite

/// A compiled statement in the cache of its database, or on its own if that one is in use.
///
/// A class, because the cache and the statement at work share it.
final class PreparedStatement {
    let handle: OpaquePointer
    let isReadOnly: Bool
    /// Set from taking out of the cache until giving back: a query may run within its own rows.
    var isInUse = false
    private var isStarted = false
    /// The database owns the cache, and a statement never leaves the call that lends it.
    private unowned let database: Database

    init(handle: OpaquePointer, database: Database) {
        self.handle = handle
        self.isReadOnly = sqlite3_stmt_readonly(handle) != 0
        self.database = database
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ position: Int, _ value: Value) throws(SQLiteError) {
        let place = Int32(clamping: position)
        let result =
            switch value {
            case .null: sqlite3_bind_null(handle, place)
            case .integer(let integer): sqlite3_bind_int64(handle, place, integer)
            case .text(let text): bind(place, text)
            case .blob(let octets): bind(place, octets)
            }
        guard result == SQLITE_OK else { throw database.failure(result, "bind value \(position)") }
    }

    func bind(_ values: [Value]) throws(SQLiteError) {
        let places = Int(sqlite3_bind_parameter_count(handle))
        guard places == values.count else {
            throw SQLiteError(.misuse, "\(sql) takes \(places) values, not \(values.count)")
        }
        for (index, value) in values.enumerated() { try bind(index + 1, value) }
    }

    /// A null pointer would bind NULL, which an empty text or blob is not.
    private func bind(_ place: Int32, _ octets: [UInt8]) -> Int32 {
        guard !octets.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
        return octets.withUnsafeBytes {
            postil_sqlite3_bind_blob(handle, place, $0.baseAddress, UInt64($0.count))
        }
    }

    private func bind(_ place: Int32, _ text: String) -> Int32 {
        guard !text.isEmpty else { return postil_sqlite3_bind_text(handle, place, "", 0) }
        var text = text
        return text.withUTF8 { octets in
            octets.withMemoryRebound(to: CChar.self) {
                postil_sqlite3_bind_text(handle, place, $0.baseAddress, UInt64($0.count))
            }
        }
    }

    /// Moves to the next row; false after the last, where the statement can be bound anew.
    func step() throws(SQLiteError) -> Bool {
        if !isStarted { try database.admit(self) }
        return try stepUnchecked()
    }

    /// As `step`, for the statements that begin and end what others run in.
    func stepUnchecked() throws(SQLiteError) -> Bool {
        isStarted = true
        database.counts.steps += 1
        let result = sqlite3_step(handle)
        if result == SQLITE_ROW { return true }
        if result != SQLITE_DONE {
            let error = database.failure(result, "run \(sql)")
            reset()
            throw error
        }
        reset()
        return false
    }

    /// Its result repeats the failure of the last step, which was thrown then.
    func reset() {
        sqlite3_reset(handle)
        isStarted = false
    }

    func giveBack() {
        reset()
        sqlite3_clear_bindings(handle)
        isInUse = false
    }

    var sql: String {
        sqlite3_sql(handle).map { String(cString: $0) } ?? ""
    }
}
