internal import Glibc
public import Octets
public import Replication
internal import SQLite
internal import Synchronization
public import SyncEngine

/// A server's data: one folder with one database in it.
///
/// Any thread may use it. One change runs at a time, and any number of reads beside it; what
/// another process has changed holds from the next `write` or `read` on.
public final class ServerStore: Sendable {
    /// The folder.
    public let folder: String
    /// The seed of the server's Ed25519 key, 32 octets.
    public let serverSeed: [UInt8]
    let hashing: any Hashing
    let randomness: any Randomness
    private let turn = Mutex(())
    private let writer: ServerConnection
    private let readers = Mutex<[ServerConnection]>([])

    /// Connections that are kept open for the next read.
    private static let readersMax = 4

    private init(
        _ folder: String, _ writer: ServerConnection, _ server: ServerRow,
        _ randomness: any Randomness
    ) {
        self.folder = folder
        self.writer = writer
        self.randomness = randomness
        hashing = writer.hashing
        serverSeed = server.seed
    }

    /// Opens the store in a folder; makes both if there is none (modes 0700 and 0600).
    ///
    /// - Parameters:
    ///   - hashing: names blobs and logs, and checks rows.
    ///   - randomness: gives out the epoch and the ids of accounts, devices and entries.
    ///   - isNewEpoch: whether a new epoch begins, as after a backup was put back; no other process
    ///     may have the store open then.
    ///   - mendsOwnRow: whether a row of the server's key that is one bit away from its checksum is
    ///     read as if it were right, for a repair.
    ///   - makeSeed: 32 random octets, asked for when the store is made.
    /// - Throws: `missing`, `readOnly`, `notAStore`, `tooNew`, `damaged`, `busy`, `full`, `io`.
    public static func open(
        _ folder: String, hashing: any Hashing, randomness: any Randomness,
        isNewEpoch: Bool = false, mendsOwnRow: Bool = false, makeSeed: () -> [UInt8]
    ) throws(StoreError) -> ServerStore {
        let path = folder + "/" + ServerSchema.fileName
        do {
            try makeFolder(folder)
            let writer = ServerConnection(try Database(path), hashing: hashing)
            try writer.database.migrate(to: ServerSchema.schema)
            let mended = mendsOwnRow ? try writer.mendedServer() : nil
            let server =
                try mended ?? writer.server(isNewEpoch: isNewEpoch, randomness, makeSeed)
            return ServerStore(folder, writer, server, randomness)
        } catch {
            let error = StoreError.translated(error, "open", folder)
            throw error as? StoreError ?? StoreError(.brokenInvariant, "could not open \(path)")
        }
    }

    /// Runs `body` as one change, durable when this returns; never called inside of another.
    ///
    /// - Throws: `StoreError`, and whatever `body` throws, after rolling back.
    @discardableResult
    public func write<T: Sendable>(_ body: (ServerTransaction) throws -> T) throws -> T {
        try withWriter { writer in
            try writer.database.write { _ in
                try writer.beginTransaction()
                return try run(body, on: writer, isReadOnly: false)
            }
        }
    }

    /// Runs `body` on a snapshot, beside other readers and the writer.
    ///
    /// - Throws: `StoreError`, and whatever `body` throws.
    public func read<T: Sendable>(_ body: (ServerTransaction) throws -> T) throws -> T {
        try withReader { reader in
            try reader.database.read { _ in
                try reader.beginTransaction()
                return try run(body, on: reader, isReadOnly: true)
            }
        }
    }

    /// The server's epoch.
    ///
    /// - Throws: `StoreError`.
    public func epoch() throws -> Octets16 { try read { $0.epoch } }

    /// Runs `body` in the transaction that is under way, and writes what it only remembered.
    func run<T>(
        _ body: (ServerTransaction) throws -> T, on connection: ServerConnection, isReadOnly: Bool
    ) throws -> T {
        let transaction = try ServerTransaction(
            connection, isReadOnly: isReadOnly, randomness: randomness)
        let result = try body(transaction)
        try transaction.finish()
        return result
    }

    /// Lends the connection that writes; whatever throws, nothing of it is remembered.
    func withWriter<T: Sendable>(_ body: (ServerConnection) throws -> T) throws -> T {
        try turn.withLock { _ in
            do {
                try writer.mend()
                return try body(writer)
            } catch {
                writer.cache.forget()
                throw StoreError.translated(error, "write to", folder)
            }
        }
    }

    /// Lends a connection that reads; `action` is what a failure says was tried.
    func withReader<T: Sendable>(
        _ action: String = "read", _ body: (ServerConnection) throws -> T
    ) throws -> T {
        do {
            let reader = try readers.withLock { $0.popLast() } ?? makeReader()
            defer { giveBack(reader) }
            return try body(reader)
        } catch {
            throw StoreError.translated(error, action, folder)
        }
    }

    private func makeReader() throws -> ServerConnection {
        let options = Database.Options(mode: .readOnly)
        return ServerConnection(
            try Database(writer.database.path, options: options), hashing: hashing)
    }

    private func giveBack(_ reader: ServerConnection) {
        guard !reader.database.isBroken else { return }
        readers.withLock { readers in
            if readers.count < Self.readersMax { readers.append(reader) }
        }
    }
}

/// Makes a folder only its owner may use, whatever the umask; leaves an existing one alone.
func makeFolder(_ folder: String) throws(StoreError) {
    if mkdir(folder, 0o700) == 0 {
        chmod(folder, 0o700)
        do {
            try syncFolder(of: folder)
        } catch {
            throw StoreError(error, "make", folder: folder, .server)
        }
    } else if errno != EEXIST {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error"
        throw StoreError(
            .missing,
            "could not make the folder \(folder): \(reason); check that its parent exists and "
                + "who may write it")
    }
}
