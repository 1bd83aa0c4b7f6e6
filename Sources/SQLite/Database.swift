internal import CSQLite
internal import Glibc

/// A connection to an SQLite file, in the one configuration this system trusts.
///
/// WAL with `synchronous=FULL`, so a commit that returned survives a power loss; no memory mapping;
/// checkpoints only by a writer under the write lock; foreign keys on; the schema not trusted.
///
/// A class, because a connection has an identity and callbacks point to it. It is not `Sendable`:
/// the compiler keeps it on one thread at a time, and who shares it puts it into a `Mutex` or an
/// actor. SQLite's own mutexes are off (sqlite.org/threadsafe.html, "multi-thread").
///
/// Invariants: a statement that changes anything runs inside of `write`; `write` and `read` do not
/// nest; after a failure of the disk nothing runs until `reopen()`.
public final class Database {
    enum Activity {
        case idle
        case reading
        case writing
    }

    /// Where the file is; empty for a database in memory.
    public let path: String
    /// How it was opened.
    public let options: Options
    /// What it was asked to do so far.
    public internal(set) var counts = Counts()

    let lock: WriteLock?
    var handle: OpaquePointer?
    var activity = Activity.idle
    /// The failure of the disk that made this connection useless; nil as a rule.
    var breakage: SQLiteError?
    /// Why SQLite last gave up, for the case that it rolled a transaction back on its own.
    var lastFailure: SQLiteError?
    /// Pages in the WAL after the last commit, and from how many on the next checkpoint is tried.
    var walPages: Int32 = 0
    var walPagesBefore: Int32 = 0
    var checkpointDuePages: Int32
    var statements = StatementCache()

    /// Opens the file, or makes it.
    ///
    /// - Throws: `cannotOpen`, `readOnly` or `notADatabase`, naming the path; `busy` if another
    ///   program holds the lock while a new file has to be set up.
    public init(_ path: String, options: Options = Options()) throws(SQLiteError) {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw SQLiteError(.cannotOpen, "could not open a database: the path is no path")
        }
        self.path = fileName(path)
        self.options = options
        self.checkpointDuePages = options.checkpointPages
        self.lock =
            options.mode == .readOnly
            ? nil
            : try WriteLock(
                path: options.lockPath ?? path + ".lock", holderName: options.holderName)
        try connect()
    }

    /// Makes an empty database in memory, for tests and simulations; it has no lock and no WAL.
    ///
    /// - Throws: `other` if there is no memory for it.
    public init(inMemory: Void) throws(SQLiteError) {
        self.path = ""
        self.options = Options()
        self.checkpointDuePages = .max
        self.lock = nil
        try connect()
    }

    deinit {
        disconnect()
    }

    /// Closes the connection; everything later throws `misuse`, except `reopen()`.
    ///
    /// - Throws: `misuse` inside of a transaction.
    public func close() throws(SQLiteError) {
        try requireIdle("close the database")
        disconnect()
    }

    /// Closes the connection and opens the file again, which is the only way on after `broken`.
    ///
    /// What a commit that failed left behind is then read from the disk, not remembered.
    ///
    /// - Throws: as opening does; `misuse` inside of a transaction. In memory everything is lost.
    public func reopen() throws(SQLiteError) {
        try requireIdle("open the database again")
        disconnect()
        breakage = nil
        lastFailure = nil
        try connect()
    }

    /// Whether a failure of the disk demands `reopen()`.
    public var isBroken: Bool { breakage != nil }

    /// A number that changes when another connection has committed, never by this one's commits.
    ///
    /// - Throws: `SQLiteError` if the file cannot be read.
    public func dataVersion() throws(SQLiteError) -> Int64 {
        try firstInteger("PRAGMA data_version") ?? 0
    }

    var isInMemory: Bool { path.isEmpty }

    func requireIdle(_ action: String) throws(SQLiteError) {
        guard activity == .idle else {
            throw SQLiteError(
                .misuse, "could not \(action): a transaction on \(path) is under way; end it first")
        }
    }

    func requireUsable() throws(SQLiteError) -> OpaquePointer {
        if let breakage {
            throw SQLiteError(
                .broken, "\(path) must be opened again after a failure: \(breakage.sentence)",
                extendedCode: breakage.extendedCode)
        }
        guard let handle else {
            throw SQLiteError(.misuse, "could not use \(path): it was closed")
        }
        return handle
    }

    /// The error for a result code; a failure of the disk makes the connection useless.
    func failure(_ result: Int32, _ action: String) -> SQLiteError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        let error = SQLiteError(
            result: result, systemError: sqlite3_system_errno(handle),
            trying: "\(action) in \(isInMemory ? "memory" : path)", message: message)
        // After a failed fsync the kernel may count pages as clean that never reached the disk
        // (PostgreSQL's "fsyncgate"): neither cache nor retry can be believed.
        if result & 0xff == SQLITE_IOERR { breakage = error }
        lastFailure = error
        return error
    }
}

/// The path in a form that SQLite takes for a file whatever it begins with, a colon for example.
func fileName(_ path: String) -> String {
    path.utf8.first == 0x2f ? path : "./" + path
}
