import AnnotationModel
import Glibc
public import Replication
import SQLite
import SyncEngine

/// The store of one replica: a folder with all that the replica knows and has.
///
/// Not `Sendable`: one thread at a time uses it. Several stores, of one program or of many, may
/// stand over one folder.
public final class ClientStore {
    /// The folder.
    public let folder: String
    let hashing: any Hashing
    let database: Database
    let seal: RowSeal
    /// Membership logs of earlier transactions; believed only where count and hash are the row's.
    var memberships: [SetID: Membership] = [:]

    /// Whether the index of words follows what is written. Where everything is worked out anew it
    /// is filled once, at the end.
    var keepsIndex = true

    private static let fileName = "store.db"

    /// Opens the store in a folder, and makes both if there are none (modes 0700 and 0600).
    ///
    /// A store whose folder may not be written is opened for reading.
    ///
    /// - Parameters:
    ///   - hashing: names ops, and checks rows.
    ///   - programName: what others read when this program keeps them waiting.
    ///   - waitMilliseconds: how long a write waits for another program's.
    /// - Throws: `missing`, `readOnly`, `notAStore`, `tooNew`, `full`; `busy` while a new store has
    ///   to be set up.
    public static func open(
        _ folder: String, hashing: any Hashing, programName: String, waitMilliseconds: Int = 5000
    ) throws(StoreError) -> ClientStore {
        try makeFolder(folder)
        let options = Database.Options(
            waitMilliseconds: waitMilliseconds, lockPath: folder + "/store.lock",
            holderName: programName)
        do {
            let database = try openDatabase(folder, options)
            return ClientStore(folder: folder, hashing: hashing, database: database)
        } catch let error as SQLiteError {
            throw StoreError(error, "open", folder: folder)
        } catch {
            throw StoreError(.brokenInvariant, "could not open the store \(folder): \(error)")
        }
    }

    private init(folder: String, hashing: any Hashing, database: Database) {
        self.folder = folder
        self.hashing = hashing
        self.database = database
        seal = RowSeal(hashing: hashing, path: database.path, kind: .client)
    }

    /// An empty store in memory, with no folder: what a reader sees where there is no store yet.
    ///
    /// - Throws: `brokenInvariant` if there is no memory for it.
    public static func empty(hashing: any Hashing) throws(StoreError) -> ClientStore {
        do {
            let database = try Database(inMemory: ())
            try database.migrate(to: ClientSchema.schema)
            return ClientStore(folder: "", hashing: hashing, database: database)
        } catch let error as SQLiteError {
            throw StoreError(error, "make", folder: "in memory")
        } catch {
            throw StoreError(.brokenInvariant, "could not make a store in memory: \(error)")
        }
    }

    /// Whether there is a store in the folder.
    public static func exists(_ folder: String) -> Bool {
        access(folder + "/" + fileName, F_OK) == 0
    }

    private static func openDatabase(
        _ folder: String, _ options: Database.Options
    ) throws -> Database {
        let path = folder + "/" + fileName
        do {
            let database = try Database(path, options: options)
            try database.migrate(to: ClientSchema.schema)
            return database
        } catch let error as SQLiteError where error.code == .readOnly && exists(folder) {
            var options = options
            options.mode = .readOnly
            let database = try Database(path, options: options)
            try database.migrate(to: ClientSchema.schema)
            return database
        }
    }

    /// Makes the folder, but not the folders above it: a mistyped path is told, not made.
    private static func makeFolder(_ folder: String) throws(StoreError) {
        let isNew = mkdir(folder, 0o700) == 0
        let number = errno
        // A program that made it may have ended before its name lasted.
        if isNew || (number == EEXIST && !exists(folder)) {
            do {
                return try syncFolder(of: folder)
            } catch {
                throw StoreError(error, "make", folder: folder)
            }
        }
        if number == EEXIST { return }
        let reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        let code: StoreError.Code =
            switch number {
            case ENOSPC, EDQUOT: .full
            case EROFS, EACCES, EPERM: .readOnly
            case EIO: .io
            default: .missing
            }
        throw StoreError(
            code,
            "could not make the folder \(folder) for a store: \(reason); check the path and "
                + "who may write the folder above it")
    }
}
