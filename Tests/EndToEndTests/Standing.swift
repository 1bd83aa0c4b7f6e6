import SQLite
import Testing

/// All that a store holds, as the checksums of its rows: what a failed exchange may not change.
struct Standing: Equatable {
    /// Without the beginnings of texts, of which each part that has come is kept.
    private static let ofClient = [
        "setting", "copy", "member", "op", "again", "entity", "token", "outbox", "sealed",
        "record", "head", "blob", "want", "drawer", "merge_event", "change", "written_here",
        "alias",
    ]
    /// Without the devices, of which is kept when they were last seen.
    private static let ofServer = [
        "server", "account", "invite", "personal", "role", "audit", "peer_set", "member", "record",
        "chain", "op", "again", "entity", "token", "blob", "blob_part",
    ]

    private let sums: [String: [Int64]]

    init(_ machine: Machine) throws { try self.init(machine.store + "/store.db", Self.ofClient) }

    init(_ server: LiveServer) throws {
        try self.init(server.folder.path("data/server.db"), Self.ofServer)
    }

    private init(_ path: String, _ tables: [String]) throws {
        let database = try Database(path)
        var sums: [String: [Int64]] = [:]
        try database.read { database in
            for table in tables {
                var rows: [Int64] = []
                // When the last sync was is said anew by each round that came to its end.
                let which = table == "setting" ? "WHERE key <> 'lastSync'" : ""
                let query = "SELECT sum FROM \(table) \(which) ORDER BY sum"
                try database.query(composed: query, []) { row in
                    rows.append(try row.integer(0))
                }
                sums[table] = rows
            }
        }
        self.sums = sums
        try database.close()
    }

    /// The tables that are not the same.
    func differences(_ other: Standing) -> [String] {
        sums.keys.filter { sums[$0] != other.sums[$0] }.sorted()
    }
}
