import SQLite

extension Finding {
    /// A bit of a store's write-ahead log that was changed, found before the store is opened:
    /// SQLite would take it for the log's end.
    private init(logDamage sentence: String) {
        self.init(sentence, .checksum)
    }

    /// What is wrong with the write-ahead log of a client's store; nil if nothing is.
    public static func logDamage(ofClient folder: String) -> Finding? {
        Database.logDamage(of: folder + "/store.db").map { Finding(logDamage: $0) }
    }

    /// What is wrong with the write-ahead log of a server's store; nil if nothing is.
    public static func logDamage(ofServer folder: String) -> Finding? {
        Database.logDamage(of: folder + "/" + ServerSchema.fileName).map {
            Finding(logDamage: $0)
        }
    }

    /// Mends the write-ahead log of a client's store, and keeps it as it was under a name.
    ///
    /// - Throws: `StoreError` if it cannot be written.
    public static func mendLog(ofClient folder: String, keepAs copy: String) throws(StoreError) {
        let options = Database.Options(lockPath: folder + "/store.lock")
        try mendLog(folder, "store.db", options, copy, .client)
    }

    /// Mends the write-ahead log of a server's store, and keeps it as it was under a name.
    ///
    /// - Throws: `StoreError` if it cannot be written.
    public static func mendLog(ofServer folder: String, keepAs copy: String) throws(StoreError) {
        try mendLog(folder, ServerSchema.fileName, Database.Options(), copy, .server)
    }

    private static func mendLog(
        _ folder: String, _ name: String, _ options: Database.Options, _ copy: String,
        _ kind: StoreKind
    ) throws(StoreError) {
        do {
            _ = try Database.mendLog(of: folder + "/" + name, options: options, keepAs: copy)
        } catch {
            throw StoreError(error, "mend", folder: folder, kind)
        }
    }
}
