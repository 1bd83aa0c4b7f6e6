internal import CSQLite

extension Database {
    /// Puts the whole content of another database in place of this one's, as one change.
    ///
    /// The write lock is held from before `make` is called until the content is there: what
    /// another program writes meanwhile waits, and is not lost. Connections that are open go on
    /// with the new content from their next transaction on.
    ///
    /// - Parameter make: makes the database whose content is wanted; nil leaves all as it is.
    /// - Throws: `busy`, `readOnly`, `full`, `io`, and whatever `make` throws.
    public func replaceContent(_ make: () throws -> Database?) throws {
        try holdingLock("replace the content of \(path)") {
            guard let source = try make() else { return }
            try take(contentOf: source)
            counts.writes += 1
        }
    }

    private func take(contentOf source: Database) throws(SQLiteError) {
        let (from, to) = (try source.requireUsable(), try requireUsable())
        statements.removeAll()
        let backup = sqlite3_backup_init(to, "main", from, "main")
        guard backup != nil else {
            throw failure(sqlite3_errcode(to), "replace the content of \(path)")
        }
        // What another connection keeps from being done shows in the step only.
        let step = sqlite3_backup_step(backup, -1)
        let end = sqlite3_backup_finish(backup)
        guard step == SQLITE_DONE, end == SQLITE_OK else {
            let error = failure(step == SQLITE_DONE ? end : step, "replace the content of \(path)")
            forgetFailedChange()
            throw error
        }
    }
}
