/// A compiled statement, lent for one call, for loops that bind and run it many times.
public struct Statement: ~Copyable {
    let prepared: PreparedStatement

    /// Binds the values to places 1, 2 and so on.
    ///
    /// - Throws: `misuse` if their number is not that of the places, or between two rows.
    public func bind(_ values: Value...) throws(SQLiteError) {
        try prepared.bind(values)
    }

    /// Binds one value; positions count from 1.
    ///
    /// - Throws: `misuse` for a place the statement does not have, or between two rows.
    public func bind(_ position: Int, _ value: Value) throws(SQLiteError) {
        try prepared.bind(position, value)
    }

    /// Moves to the next row; false after the last, where the statement can be bound anew.
    ///
    /// - Throws: `SQLiteError` as `Database.execute` does.
    public func step() throws(SQLiteError) -> Bool {
        try prepared.step()
    }

    /// Runs the statement to its end and leaves it ready to be bound anew.
    ///
    /// - Throws: `SQLiteError` as `Database.execute` does.
    public func run() throws(SQLiteError) {
        while try prepared.step() {}
    }

    /// Goes back before the first row; values stay bound.
    public func reset() {
        prepared.reset()
    }

    /// The row the statement stands on; meaningful only after `step` returned true.
    public var row: Row { Row(statement: prepared.handle) }
}
