internal import CSQLite
internal import Glibc

/// What went wrong with a database, on which file, and what helps.
///
/// Errors with equal codes are equal.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure a caller acts on.
    public enum Code: Equatable, Sendable {
        /// Another program was writing for longer than the wait allowed; nil if it left no name.
        case busy(holder: LockHolder?)
        /// The disk, the quota or the allowed size of the file is used up.
        case full
        /// The file or its folder may not be written, or was opened for reading only.
        case readOnly
        /// The file cannot be opened or made.
        case cannotOpen
        /// The file holds something else than a database.
        case notADatabase
        /// The database is damaged, or a column holds another type than was asked for.
        case corrupt
        /// Reading or writing the disk failed; whether the last commit lasts is unknown.
        case io
        /// A rule of the schema (unique, not null, foreign key, check, type) refused the change.
        case constraint
        /// A database of another application; its `application_id`.
        case foreignStore(found: Int32)
        /// A database of a later schema than this program knows.
        case tooNew(found: Int32, known: Int32)
        /// An earlier failure of the disk made the connection useless: `reopen()` comes first.
        case broken
        /// The caller broke a rule of this module, such as writing outside of `write`.
        case misuse
        /// Anything else SQLite reports.
        case other
    }

    /// The kind.
    public let code: Code
    /// One sentence for a person: what was tried, on what, why it failed, what to do.
    public let sentence: String
    /// The extended result code (sqlite.org/rescode.html), or 0 if SQLite was not asked.
    public let extendedCode: Int32

    /// Takes the parts as they are.
    public init(_ code: Code, _ sentence: String, extendedCode: Int32 = 0) {
        self.code = code
        self.sentence = sentence
        self.extendedCode = extendedCode
    }

    /// The sentence.
    public var description: String { sentence }

    /// Whether the same call can succeed later: when another program is done, or there is space.
    ///
    /// Ask `Database.isBroken` too: a disk that was full at a bad moment demands `reopen()`.
    public var canTryAgain: Bool {
        switch code {
        case .busy, .full: true
        default: false
        }
    }

    /// Compares the codes only.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension SQLiteError {
    /// The error for a result code; `systemError` is the `errno` behind a failure of the disk.
    init(result: Int32, systemError: Int32, trying action: String, message: String) {
        let code = Self.code(result: result, systemError: systemError)
        let sentence = "could not \(action): \(message)\(Self.advice(code))"
        self.init(code, sentence, extendedCode: result)
    }

    /// The error for a file that `open` refused, by its `errno`.
    init(notOpened path: String, systemError: Int32, trying action: String) {
        let code: Code =
            switch systemError {
            case EROFS, EACCES, EPERM: .readOnly
            case EIO: .io
            default: Self.isFull(systemError) ? .full : .cannotOpen
            }
        // Who may write is of interest too where there is no right to.
        let advice = Self.advice(code == .readOnly ? .cannotOpen : code)
        self.init(code, "could not \(action) \(path): \(systemMessage(systemError))\(advice)")
    }

    private static func code(result: Int32, systemError: Int32) -> Code {
        switch result & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(holder: nil)
        case SQLITE_FULL: .full
        case SQLITE_READONLY: .readOnly
        case SQLITE_CANTOPEN: isFull(systemError) ? .full : systemError == EIO ? .io : .cannotOpen
        case SQLITE_PERM, SQLITE_AUTH: .cannotOpen
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_CORRUPT: .corrupt
        case SQLITE_IOERR: isFull(systemError) ? .full : .io
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH: .constraint
        case SQLITE_MISUSE, SQLITE_RANGE: .misuse
        default: .other
        }
    }

    /// SQLite reports a full disk as `SQLITE_FULL` only where it wrote a page itself; growing the
    /// shared index (and a quota) comes as a failure of the disk.
    private static func isFull(_ systemError: Int32) -> Bool {
        systemError == ENOSPC || systemError == EDQUOT
    }

    private static func advice(_ code: Code) -> String {
        switch code {
        case .busy: "; try again when the other program is done"
        case .full: "; free some space and try again"
        case .readOnly: "; check who may write the file and its folder"
        case .cannotOpen: "; check that the folder exists and who may use it"
        case .notADatabase: "; check the path"
        case .corrupt: "; keep the file as it is and restore a backup"
        case .io: "; check the disk, then start again"
        default: ""
        }
    }
}
