internal import CSQLite
internal import Glibc

extension Database {
    /// Writes a copy of the last committed state into a new file, with mode 0600.
    ///
    /// The copy is one file without a WAL, whole or absent: it gets its name after it is on the
    /// disk. Other connections write on meanwhile; this one is busy for the time of the copy, so a
    /// server makes it on a connection of its own.
    ///
    /// - Throws: `cannotOpen` if there is such a file already; `full`, `io`; `misuse` inside of
    ///   `write`.
    public func backup(to target: String) throws(SQLiteError) {
        guard access(target, F_OK) != 0 else {
            throw SQLiteError(
                .cannotOpen, "could not back up to \(target): it exists; name another file")
        }
        try copy(to: target)
    }

    /// As `backup`, taking the place of an existing file.
    func copy(to target: String) throws(SQLiteError) {
        guard activity != .writing else {
            throw SQLiteError(.misuse, "could not back up \(path) inside of a write")
        }
        let source = try requireUsable()
        let part = fileName(target) + ".part"
        // Of one that was cut short: a log beside a file that is not its own would spoil it.
        removeParts(part)
        do throws(SQLiteError) {
            try createFile(part)
            try Self.copy(source, to: part)
        } catch {
            removeParts(part)
            throw error
        }
        do throws(SQLiteError) {
            try moveFile(part, to: target)
        } catch {
            removeParts(part)
            throw error
        }
    }

    private func removeParts(_ part: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(part + ending) }
    }

    private static func copy(_ source: OpaquePointer, to path: String) throws(SQLiteError) {
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var result = sqlite3_open_v2(path, &target, flags, nil)
        if result == SQLITE_OK {
            // All pages in one step are one snapshot, which no writer makes start over.
            let backup = sqlite3_backup_init(target, "main", source, "main")
            let step = sqlite3_backup_step(backup, -1)
            result = backup == nil ? sqlite3_errcode(target) : sqlite3_backup_finish(backup)
            // What another connection keeps from being done shows in the step only.
            if result == SQLITE_OK, step != SQLITE_DONE { result = step }
        }
        if result == SQLITE_OK {
            // A file in WAL mode cannot be read from a medium that cannot be written.
            result = sqlite3_exec(target, "PRAGMA journal_mode=DELETE", nil, nil, nil)
        }
        guard result == SQLITE_OK else {
            throw SQLiteError(
                result: result, systemError: sqlite3_system_errno(target),
                trying: "back up to \(path)", message: String(cString: sqlite3_errmsg(target)))
        }
    }
}
