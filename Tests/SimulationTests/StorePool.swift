import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Synchronization

@testable import Storage

/// Stores that a world has done with, emptied for the next one: to open one and to compile its
/// statements takes longer than most of a schedule.
enum StorePool {
    /// A client's store.
    // Sendable: one thread at a time has it: the world's that it is lent to, or nobody's.
    struct Client: @unchecked Sendable {
        let folder: ScratchFolder
        let store: ClientStore
        let hashing: LentHashing
    }

    /// A server's store.
    struct Server: Sendable {
        let folder: ScratchFolder
        let store: ServerStore
        let hashing: LentHashing
        let randomness: LentRandomness
    }

    private static let clients = Mutex<[Client]>([])
    private static let servers = Mutex<[Server]>([])
    /// How many of each are kept for later.
    private static let countMax = 32

    /// An empty store that another world had; nil if there is none.
    static func client(_ hashing: any Hashing) -> Client? {
        let client = clients.withLock { $0.popLast() }
        client?.hashing.lend(hashing)
        return client
    }

    static func server(_ hashing: any Hashing, _ randomness: SeededRandomness) throws -> Server? {
        guard let server = servers.withLock({ $0.popLast() }) else { return nil }
        server.hashing.lend(hashing)
        server.randomness.lend(randomness)
        let epoch = randomness.octets16()
        try server.store.write { try $0.begin(epoch, seed: server.store.serverSeed) }
        return server
    }

    /// Empties a store, and keeps it.
    static func giveBack(_ client: Client) {
        guard clients.withLock({ $0.count < countMax }) else { return }
        guard (try? client.store.write { try $0.removeAll() }) != nil else { return }
        client.store.memberships = [:]
        clients.withLock { $0.append(client) }
    }

    static func giveBack(_ server: Server) {
        guard servers.withLock({ $0.count < countMax }) else { return }
        guard (try? server.store.write({ try $0.removeAll() })) != nil else { return }
        servers.withLock { $0.append(server) }
    }
}

/// The hash of the world that a store is lent to.
// Sendable: changed only while no world has the store.
final class LentHashing: Hashing, @unchecked Sendable {
    private(set) var lent: any Hashing

    init(_ hashing: any Hashing) {
        lent = hashing
    }

    func lend(_ hashing: any Hashing) { lent = hashing }

    func hash(_ octets: [UInt8]) -> Octets32 { lent.hash(octets) }
}

/// The random octets of the world that a store is lent to.
// Sendable: changed only while no world has the store.
final class LentRandomness: Randomness, @unchecked Sendable {
    private(set) var lent: SeededRandomness

    init(_ randomness: SeededRandomness) {
        lent = randomness
    }

    func lend(_ randomness: SeededRandomness) { lent = randomness }

    func octets16() -> Octets16 { lent.octets16() }
}

extension ClientTransaction {
    /// Makes the store what a new one is.
    fileprivate func removeAll() throws {
        try database.run(
            script: ClientTable.all.map { "DELETE FROM \($0.name)" }.joined(separator: ";"))
        // What follows from the tables is in none of them.
        try WordIndex(database).refill()
    }
}

extension ServerTransaction {
    /// Leaves nothing, not even the row that says whose store it is.
    fileprivate func removeAll() throws {
        var names: [String] = []
        try connection.database.query(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ) { names.append(try $0.text(0)) }
        let script = names.map { "DELETE FROM \($0)" }.joined(separator: ";")
        try connection.database.run(script: "PRAGMA defer_foreign_keys=ON;" + script)
        connection.cache = ServerCache()
        // The next transaction asks for it before there is a row again.
        connection.cache.epoch = .zero
        connection.cache.version = try connection.database.dataVersion()
    }

    /// Makes the store that of a new server.
    fileprivate func begin(_ epoch: Octets16, seed: [UInt8]) throws {
        try connection.put(
            ServerRow(epoch: epoch, seed: seed),
            "INSERT INTO server (one, epoch, seed, sum) VALUES (1, ?, ?, ?)")
        connection.cache.epoch = epoch
    }
}
