extension Database {
    /// How much of a database is looked at.
    public enum CheckDepth: Sendable {
        /// The structure of all pages and rows; a fraction of the time of `full`.
        case quick
        /// Also that each index agrees with its table.
        case full
    }

    /// What SQLite finds wrong with the file, at most 100 sentences; none if all is well.
    ///
    /// - Throws: what SQLite reports, except `corrupt`, which is one of the sentences.
    public func integrityCheck(_ depth: CheckDepth) throws -> [String] {
        var messages: [String] = []
        func collect(_ row: borrowing Row) throws {
            let message = try row.text(0)
            if message != "ok" { messages.append(message) }
        }
        do {
            switch depth {
            case .quick: try query("PRAGMA quick_check(100)", row: collect)
            case .full: try query("PRAGMA integrity_check(100)", row: collect)
            }
        } catch let error as SQLiteError where error.code == .corrupt {
            // Some damage stops even the search for damage.
            messages.append(error.sentence)
        }
        return messages
    }
}
