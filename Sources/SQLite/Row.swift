internal import CSQLite

/// The row a statement stands on, readable until the next step.
///
/// Columns count from 0. Values are not converted: a column of another type than was asked for is
/// an error, for tables are STRICT and only damage or another schema explains it.
public struct Row: ~Copyable {
    let statement: OpaquePointer

    /// Whether the column holds NULL.
    public func isNull(_ column: Int) -> Bool {
        type(column) == SQLITE_NULL
    }

    /// The integer of the column.
    ///
    /// - Throws: `corrupt` if it holds anything else.
    public func integer(_ column: Int) throws(SQLiteError) -> Int64 {
        guard type(column) == SQLITE_INTEGER else { throw mismatch(column, "an integer") }
        return sqlite3_column_int64(statement, Int32(clamping: column))
    }

    /// The text of the column.
    ///
    /// - Throws: `corrupt` if it holds anything else, or bytes that are not UTF-8.
    public func text(_ column: Int) throws(SQLiteError) -> String {
        guard type(column) == SQLITE_TEXT else { throw mismatch(column, "text") }
        let start = sqlite3_column_text(statement, Int32(clamping: column))
        let count = Int(sqlite3_column_bytes(statement, Int32(clamping: column)))
        let octets = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
        do {
            return String(copying: try UTF8Span(validating: octets.span))
        } catch {
            throw mismatch(column, "UTF-8")
        }
    }

    /// The octets of the column.
    ///
    /// - Throws: `corrupt` if it holds anything else.
    public func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
        guard type(column) == SQLITE_BLOB else { throw mismatch(column, "a blob") }
        return [UInt8](bytes(column))
    }

    /// Lends the octets of the column without a copy; the buffer is void after `body` returns.
    ///
    /// - Throws: `corrupt` if the column holds no blob; whatever `body` throws.
    public func withBlob<T>(
        _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T
    ) throws -> T {
        guard type(column) == SQLITE_BLOB else { throw mismatch(column, "a blob") }
        return try body(bytes(column))
    }

    /// What the column holds, whatever it should: the octets of a blob or of a text, the integer,
    /// or NULL, which also stands for a number that is no integer.
    ///
    /// For looking at a damaged file; who reads a sound one asks for the type that must be there.
    public func anything(_ column: Int) -> Value {
        switch type(column) {
        case SQLITE_INTEGER:
            .integer(sqlite3_column_int64(statement, Int32(clamping: column)))
        case SQLITE_TEXT, SQLITE_BLOB: .blob([UInt8](bytes(column)))
        default: .null
        }
    }

    private func type(_ column: Int) -> Int32 {
        sqlite3_column_type(statement, Int32(clamping: column))
    }

    private func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(statement, Int32(clamping: column))
        let count = Int(sqlite3_column_bytes(statement, Int32(clamping: column)))
        let octets = start?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: octets, count: octets == nil ? 0 : count)
    }

    private func mismatch(_ column: Int, _ wanted: String) -> SQLiteError {
        let sql = sqlite3_sql(statement).map { String(cString: $0) } ?? ""
        return SQLiteError(
            .corrupt,
            "column \(column) of \(sql) does not hold \(wanted); the database is damaged or of "
                + "another kind: keep the file as it is and restore a backup")
    }
}

extension Row {
    /// The integer of the column, or nil for NULL.
    ///
    /// - Throws: `corrupt` if it holds anything else.
    public func optionalInteger(_ column: Int) throws(SQLiteError) -> Int64? {
        isNull(column) ? nil : try integer(column)
    }

    /// The text of the column, or nil for NULL.
    ///
    /// - Throws: `corrupt` if it holds anything else.
    public func optionalText(_ column: Int) throws(SQLiteError) -> String? {
        isNull(column) ? nil : try text(column)
    }

    /// The octets of the column, or nil for NULL.
    ///
    /// - Throws: `corrupt` if it holds anything else.
    public func optionalBlob(_ column: Int) throws(SQLiteError) -> [UInt8]? {
        isNull(column) ? nil : try blob(column)
    }
}
