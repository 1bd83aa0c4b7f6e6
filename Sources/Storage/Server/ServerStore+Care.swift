internal import SQLite

extension ServerStore {
    /// What lies in a store.
    public struct Counts: Hashable, Sendable {
        /// Accounts, disabled ones included.
        public var accounts = 0
        /// Devices, revoked ones included.
        public var devices = 0
        /// Sets.
        public var sets = 0
        /// Records in the logs of all sets.
        public var records = 0
        /// Blobs, unfinished ones included.
        public var blobs = 0
    }

    /// How much lies in the store.
    public func counts() throws -> Counts {
        try withReader { reader in
            try reader.database.read { database in
                func count(_ sql: StaticString) throws -> Int {
                    Int(try database.firstInteger(sql) ?? 0)
                }
                return Counts(
                    accounts: try count("SELECT count(*) FROM account"),
                    devices: try count("SELECT count(*) FROM device"),
                    sets: try count("SELECT count(*) FROM peer_set"),
                    records: try count("SELECT sum(seq) FROM peer_set"),
                    blobs: try count("SELECT count(*) FROM blob"))
            }
        }
    }

    /// Writes a copy of the last committed state into a new folder, while all goes on.
    ///
    /// - Throws: `missing` if the folder cannot be made, or holds a store already; `full`, `io`.
    public func backup(to folder: String) throws {
        try makeFolder(folder)
        try withReader("back up") { reader in
            try reader.database.backup(to: folder + "/" + ServerSchema.fileName)
        }
    }

    /// What is wrong with the store, a sentence each; none if all is well.
    ///
    /// - Parameter deep: whether every row is read, its sum checked, and every log followed from
    ///   its beginning; else only the file's structure is looked at.
    /// - Throws: `StoreError` if the store cannot be read at all.
    public func check(deep: Bool) throws -> [String] {
        try withReader { reader in
            let messages = try reader.database.integrityCheck(deep ? .full : .quick)
            guard deep, messages.isEmpty else { return messages }
            var check = ServerCheck(reader)
            return try reader.database.read { _ in try check.run() }
        }
    }
}
