public import SQLite

extension ClientStore {
    /// Runs `body` as one change: all of it is on the disk when this returns, or nothing ever is.
    ///
    /// - Throws: `StoreError`, and whatever `body` throws, after rolling back.
    @discardableResult
    public func write<T>(_ body: (ClientTransaction) throws -> T) throws -> T {
        try explained("write to") {
            try database.write { _ in try run(body, isWriting: true) }
        }
    }

    /// Runs `body` on a snapshot that no writer changes.
    ///
    /// - Throws: `StoreError`, and whatever `body` throws.
    @discardableResult
    public func read<T>(_ body: (ClientTransaction) throws -> T) throws -> T {
        try explained("read") {
            try database.read { _ in try run(body, isWriting: false) }
        }
    }

    /// Prepares for bringing in many notes: keys are random, so that they touch pages everywhere.
    public func expectMany() throws {
        try explained("prepare") { try database.hold(pagesKiB: 65_536) }
    }

    /// Writes a copy of the last committed state into a new file.
    ///
    /// - Throws: `StoreError`; `missing` if there is such a file already or no such folder.
    public func backup(to path: String) throws {
        try explained("back up") { try database.backup(to: path) }
    }

    /// What SQLite was asked to do so far.
    public var counts: Database.Counts { database.counts }

    private func run<T>(
        _ body: (ClientTransaction) throws -> T, isWriting: Bool
    ) throws -> T {
        let transaction = try ClientTransaction(self, isWriting: isWriting)
        // Also what `body` kept of it must not see or change what comes later.
        defer { transaction.close() }
        let result = try body(transaction)
        try transaction.finish()
        return result
    }

    /// Makes what SQLite says the store's own error.
    func explained<T>(_ action: String, _ body: () throws -> T) throws -> T {
        do {
            if database.isBroken { try database.reopen() }
            return try body()
        } catch let error as SQLiteError {
            throw StoreError(error, action, folder: folder)
        }
    }
}
