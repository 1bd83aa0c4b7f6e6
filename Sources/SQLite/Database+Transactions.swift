internal import CSQLite

extension Database {
    /// Runs `body` as one change: all of it is on the disk when this returns, or nothing ever is.
    ///
    /// Takes the write lock for this one transaction, waiting up to `Options.waitMilliseconds`.
    ///
    /// - Throws: `busy` with the holder's name; `readOnly`; `misuse` inside of another transaction;
    ///   `full`; `io`, after which the change may have happened and `reopen()` is due; whatever
    ///   `body` throws, after rolling back.
    @discardableResult
    public func write<T>(_ body: (Database) throws -> T) throws -> T {
        try holdingLock("write") {
            let result = try transaction("BEGIN IMMEDIATE", .writing, body)
            counts.writes += 1
            checkpointIfDue()
            return result
        }
    }

    /// Runs `body` on a snapshot of the file that no writer changes and that keeps none waiting.
    ///
    /// - Throws: `misuse` inside of another transaction; whatever `body` throws.
    @discardableResult
    public func read<T>(_ body: (Database) throws -> T) throws -> T {
        try requireIdle("read")
        let result = try transaction("BEGIN", .reading, body)
        counts.reads += 1
        return result
    }

    /// Moves what the WAL holds into the file and empties the WAL, as far as readers let it.
    ///
    /// - Throws: `busy`, `readOnly`, `full`, `io`; `misuse` inside of a transaction.
    public func checkpoint() throws(SQLiteError) {
        try requireWritable("checkpoint")
        try takeLock()
        defer { lock?.release() }
        let handle = try requireUsable()
        counts.checkpoints += 1
        let result = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
        guard result == SQLITE_OK else { throw failure(result, "checkpoint") }
    }

    /// Runs `body` with the write lock held and no transaction begun.
    func holdingLock<T>(_ action: String, _ body: () throws -> T) throws -> T {
        try requireWritable(action)
        try takeLock()
        defer { lock?.release() }
        return try body()
    }

    func transaction<T>(
        _ begin: StaticString, _ kind: Activity, _ body: (Database) throws -> T
    ) throws -> T {
        lastFailure = nil
        try runAlone(begin)
        activity = kind
        defer { activity = .idle }
        do {
            let result = try body(self)
            guard sqlite3_get_autocommit(handle) == 0 else { throw transactionLost() }
            try runAlone("COMMIT")
            return result
        } catch {
            rollBack()
            if kind == .writing { forgetFailedChange() }
            throw error
        }
    }

    /// Runs a statement that begins or ends a transaction; compiled once, for each change needs
    /// both.
    private func runAlone(_ sql: StaticString) throws(SQLiteError) {
        let statement = try take(sql)
        defer { statement.giveBack() }
        while try statement.stepUnchecked() {}
    }

    /// After a failure of the disk, leaves the log without the change that failed.
    ///
    /// A sync that failed leaves frames that every later reader takes for a commit and that the
    /// kernel may never bring to the disk: what is committed behind them would be lost with the
    /// power. The commits before them are moved into the file and the log is begun anew, as far as
    /// the disk lets it, before the lock is given back.
    func forgetFailedChange() {
        guard breakage != nil, !isInMemory else { return }
        if sqlite3_get_autocommit(handle) == 0 {
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
        }
        emptyLog()
    }

    private func requireWritable(_ action: String) throws(SQLiteError) {
        try requireIdle(action)
        _ = try requireUsable()
        guard options.mode == .readWriteCreate else {
            throw SQLiteError(
                .readOnly, "could not \(action): \(path) was opened for reading only")
        }
    }

    private func rollBack() {
        guard breakage == nil, sqlite3_get_autocommit(handle) == 0 else { return }
        do throws(SQLiteError) {
            try control("ROLLBACK")
        } catch {
            // The caller learns why `body` failed; a connection stuck in a transaction is of no
            // use.
            breakage = error
        }
    }

    /// Checkpoints once enough pages wait, without waiting for readers.
    ///
    /// The change is safe already, so a failure is not the caller's: a full disk or a reader in the
    /// way only leaves the WAL longer, and a failing disk shows at the next use.
    private func checkpointIfDue() {
        let isFirst = walPagesBefore == 0
        if walPages < walPagesBefore { checkpointDuePages = options.checkpointPages }
        walPagesBefore = walPages
        guard walPages >= checkpointDuePages, !isInMemory else { return }
        // While a reader keeps the WAL from starting over, trying at each commit would be dear.
        checkpointDuePages = walPages &+ options.checkpointPages
        counts.checkpoints += 1
        var pages: Int32 = 0
        var moved: Int32 = 0
        let result = sqlite3_wal_checkpoint_v2(
            handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
        guard result == SQLITE_OK else {
            _ = failure(result, "checkpoint")
            return
        }
        // Only connections that stay know that a WAL is moved: to each new one it would all be new.
        let isLong = pages / 2 >= options.checkpointPages
        if pages == moved, isFirst || isLong { emptyLog() }
    }

    /// Cuts off a WAL that was moved into the file, unless somebody reads it now.
    private func emptyLog() {
        sqlite3_busy_timeout(handle, 0)
        defer { sqlite3_busy_timeout(handle, Int32(clamping: options.waitMilliseconds)) }
        sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }
}
