import SQLite

/// A table of notes, the store of these tests.
enum Notes {
    static let table = "CREATE TABLE note (id INTEGER PRIMARY KEY, body BLOB, text TEXT) STRICT"

    static func make(
        _ folder: TemporaryFolder, waitMilliseconds: Int = 5000, checkpointPages: Int32 = 1000
    ) throws -> Database {
        let database = try open(
            folder, waitMilliseconds: waitMilliseconds, checkpointPages: checkpointPages)
        try database.write { try $0.run(script: table) }
        return database
    }

    static func open(
        _ folder: TemporaryFolder, mode: Database.Options.Mode = .readWriteCreate,
        waitMilliseconds: Int = 5000, checkpointPages: Int32 = 1000
    ) throws -> Database {
        try Database(
            folder.file("notes"),
            options: Database.Options(
                mode: mode, waitMilliseconds: waitMilliseconds, holderName: "tester",
                checkpointPages: checkpointPages))
    }

    static func add(_ database: Database, _ text: String = "note") throws {
        try database.execute("INSERT INTO note (text) VALUES (?)", .text(text))
    }

    static func count(_ database: Database) throws -> Int64? {
        try database.firstInteger("SELECT count(*) FROM note")
    }
}
