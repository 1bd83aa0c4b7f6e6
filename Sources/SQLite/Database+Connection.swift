internal import CSQLite
internal import Glibc

extension Database {
    /// Spares SQLite a lock, one for the whole process, around each piece of memory that it takes:
    /// nobody asks for its sums. Where another part of the process was first it has no effect, and
    /// that is only slower.
    private static let library: Int32 = postil_sqlite3_count_no_memory()

    /// Opens the file with everything set; on failure nothing stays open.
    func connect() throws(SQLiteError) {
        _ = Self.library
        if !isInMemory { try requireSoundLog() }
        if options.mode == .readWriteCreate, !isInMemory { try createFile(path) }
        let access =
            options.mode == .readOnly
            ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let result = sqlite3_open_v2(
            isInMemory ? ":memory:" : path, &handle,
            access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        do throws(SQLiteError) {
            guard result == SQLITE_OK else { throw failure(result, "open the database") }
            try configure()
        } catch {
            disconnect()
            throw error
        }
    }

    /// Finalises the statements and closes; never checkpoints, for it may not hold the lock.
    func disconnect() {
        statements.removeAll()
        sqlite3_close_v2(handle)
        handle = nil
    }

    private func configure() throws(SQLiteError) {
        sqlite3_busy_timeout(handle, Int32(clamping: options.waitMilliseconds))
        let settings: [(option: Int32, value: Int32)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
            (SQLITE_DBCONFIG_ENABLE_FKEY, 1), (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
            (SQLITE_DBCONFIG_DQS_DML, 0), (SQLITE_DBCONFIG_DQS_DDL, 0),
        ]
        for setting in settings {
            let result = postil_sqlite3_db_config(handle, setting.option, setting.value)
            guard result == SQLITE_OK else { throw failure(result, "configure the database") }
        }
        try control(
            """
            PRAGMA page_size=4096; PRAGMA mmap_size=0; PRAGMA cell_size_check=OFF;
            PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=16777216
            """)
        guard !isInMemory, options.mode == .readWriteCreate else { return }
        try useWriteAheadLog()
        // Replaces the hook that would checkpoint on its own.
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().walPages = pages
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func useWriteAheadLog() throws(SQLiteError) {
        if try firstText("PRAGMA journal_mode") == "wal" { return }
        try takeLock()
        defer { lock?.release() }
        activity = .writing
        defer { activity = .idle }
        guard try firstText("PRAGMA journal_mode=WAL") == "wal" else {
            throw SQLiteError(
                .cannotOpen, "could not give \(path) a write-ahead log; check its file system")
        }
    }

    private func firstText(_ sql: StaticString) throws(SQLiteError) -> String? {
        let statement = try take(sql)
        defer { statement.giveBack() }
        return try statement.stepUnchecked() ? try Row(statement: statement.handle).text(0) : nil
    }

    func takeLock() throws(SQLiteError) {
        try lock?.take(waitMilliseconds: options.waitMilliseconds)
    }
}

/// Makes an empty file only its owner may use, whatever the umask; leaves an existing one alone.
///
/// The existing one is not even opened: closing a second descriptor of a file would drop the
/// process's POSIX locks on it, which SQLite's locks are.
func createFile(_ path: String) throws(SQLiteError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
        fchmod(descriptor, 0o600)
        close(descriptor)
    } else if errno != EEXIST {
        throw SQLiteError(notOpened: path, systemError: errno, trying: "make")
    }
}
