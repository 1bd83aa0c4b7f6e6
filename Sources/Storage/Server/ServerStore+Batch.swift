internal import SQLite

extension ServerStore {
    /// Makes changes that share one commit; one that throws is rolled back alone.
    ///
    /// If there is no space for all together, each is tried alone: one large change must not take
    /// the others with it.
    func commit(_ bodies: [GroupCommit.Body]) -> [Result<Void, any Error>] {
        guard bodies.count > 1 else { return bodies.map { body in Result { try write(body) } } }
        do {
            return try withWriter { writer in
                try writer.database.write { database in
                    try writer.beginTransaction()
                    return try bodies.map { try attempt($0, on: writer, database) }
                }
            }
        } catch let error as StoreError where error.code == .full {
            return bodies.map { body in Result { try write(body) } }
        } catch {
            return bodies.map { _ in .failure(error) }
        }
    }

    private func attempt(
        _ body: GroupCommit.Body, on writer: ServerConnection, _ database: Database
    ) throws -> Result<Void, any Error> {
        try database.execute("SAVEPOINT body")
        do {
            try run(body, on: writer, isReadOnly: false)
            try database.execute("RELEASE body")
            return .success(())
        } catch {
            writer.cache.forget()
            // Throws if SQLite has ended the whole transaction on its own.
            try database.execute("ROLLBACK TO body")
            try database.execute("RELEASE body")
            return .failure(StoreError.translated(error, "write to", folder))
        }
    }
}
