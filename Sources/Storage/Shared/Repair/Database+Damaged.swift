import SQLite

extension Database {
    /// Reads on one snapshot; that a damaged file does not even let the reading end is no failure.
    func readingDamaged<T>(_ body: (Database) throws -> T) throws -> T {
        var result: T?
        do {
            return try read { database in
                let made = try body(database)
                result = made
                return made
            }
        } catch let error as SQLiteError where error.code == .corrupt {
            if let result { return result }
            throw error
        }
    }
}
