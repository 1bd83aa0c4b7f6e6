extension Database {
    /// What `migrate` did.
    public struct MigrationReport: Equatable, Sendable {
        /// The version found; 0 for an empty file.
        public let from: Int32
        /// The version the file has now.
        public let to: Int32
        /// Where the state before is kept; nil if there was nothing to keep or to do.
        public let backupPath: String?
    }

    /// Brings the file to the schema's version, all steps in one transaction.
    ///
    /// A store that holds something is copied beside itself first, as `<path>.before-<version>`.
    /// A file of this version costs two reads and no lock.
    ///
    /// - Throws: `foreignStore` for a file of another application, or of none that is not empty;
    ///   `tooNew` for a store of a later program; as `write` and `backup` do.
    @discardableResult
    public func migrate(to schema: Schema) throws -> MigrationReport {
        let known = schema.version
        if try isOf(schema) { return MigrationReport(from: known, to: known, backupPath: nil) }
        // Whatever else it seems to be is told under the lock: a store that another program is
        // making this moment looks like one that is foreign.
        return try holdingLock("migrate") {
            // Another program may have done it while this one waited.
            let found = try version(in: schema)
            guard found != known else {
                return MigrationReport(from: known, to: known, backupPath: nil)
            }
            var backupPath: String?
            if found != nil, !isInMemory {
                let target = "\(path).before-\(known)"
                try copy(to: target)
                backupPath = target
            }
            try transaction("BEGIN IMMEDIATE", .writing) { database in
                for migration in schema.migrations where migration.number > found ?? 0 {
                    try migration.apply(database)
                }
                try database.run(
                    script: """
                        PRAGMA application_id=\(schema.applicationID); PRAGMA user_version=\(known)
                        """)
            }
            counts.writes += 1
            return MigrationReport(from: found ?? 0, to: known, backupPath: backupPath)
        }
    }

    /// Whether the file is a store of the schema's version.
    private func isOf(_ schema: Schema) throws(SQLiteError) -> Bool {
        let application = try firstInteger("PRAGMA application_id")
        guard application == Int64(schema.applicationID) else { return false }
        return try firstInteger("PRAGMA user_version") == Int64(schema.version)
    }

    /// The version of the store; nil for an empty file.
    private func version(in schema: Schema) throws(SQLiteError) -> Int32? {
        let application = Int32(clamping: try firstInteger("PRAGMA application_id") ?? 0)
        let found = Int32(clamping: try firstInteger("PRAGMA user_version") ?? 0)
        guard application == schema.applicationID else {
            let isEmpty = try firstInteger("SELECT 1 FROM sqlite_schema LIMIT 1") == nil
            if application == 0, found == 0, isEmpty { return nil }
            throw SQLiteError(
                .foreignStore(found: application),
                "\(path) is not \(schema.name), but a database of another program; check the path")
        }
        guard found <= schema.version else {
            throw SQLiteError(
                .tooNew(found: found, known: schema.version),
                "\(path) has version \(found) and this program knows up to \(schema.version); "
                    + "update the program")
        }
        return found
    }
}
