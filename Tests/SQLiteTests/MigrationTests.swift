import SQLite
import Testing

@Suite struct MigrationTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    static let steps = [
        Migration(1, script: Notes.table),
        Migration(2, script: "CREATE TABLE mark (id INTEGER PRIMARY KEY) STRICT;"),
        Migration(3) { try $0.execute("INSERT INTO note (text) VALUES ('from step 3')") },
    ]

    static func schema(_ version: Int, applicationID: Int32 = 77) -> Schema {
        Schema(
            applicationID: applicationID, name: "a test store",
            migrations: Array(steps.prefix(version)))
    }

    @Test func anEmptyFileIsBroughtToTheVersionWithoutABackup() throws {
        let database = try Notes.open(folder)
        let report = try database.migrate(to: Self.schema(3))
        #expect(report.from == 0 && report.to == 3 && report.backupPath == nil)
        #expect(try Notes.count(database) == 1)
        #expect(try database.firstInteger("PRAGMA application_id") == 77)
    }

    @Test func aSecondTimeDoesNothingAndTakesNoLock() throws {
        let database = try Notes.open(folder)
        try database.migrate(to: Self.schema(3))
        let other = try Notes.open(folder, waitMilliseconds: 0)
        try database.write { _ in
            let report = try other.migrate(to: Self.schema(3))
            #expect(report.from == 3 && report.to == 3 && report.backupPath == nil)
        }
    }

    @Test func theStateBeforeIsKeptBeside() throws {
        let database = try Notes.open(folder)
        try database.migrate(to: Self.schema(1))
        try database.write { try Notes.add($0, "early") }
        let report = try database.migrate(to: Self.schema(3))
        #expect(report.from == 1 && report.to == 3)
        #expect(report.backupPath == folder.file("notes.before-3"))
        #expect(try Notes.count(database) == 2)

        let kept = try Database(
            folder.file("notes.before-3"), options: Database.Options(mode: .readOnly))
        #expect(try Notes.count(kept) == 1)
        #expect(try kept.firstInteger("PRAGMA user_version") == 1)
    }

    @Test func aStepThatFailsLeavesTheVersionBefore() throws {
        let database = try Notes.open(folder)
        try database.migrate(to: Self.schema(1))
        let broken = Schema(
            applicationID: 77, name: "a test store",
            migrations: Self.steps.prefix(2) + [Migration(3, script: "CREATE NONSENSE")])
        #expect(throws: SQLiteError(.other, "")) { try database.migrate(to: broken) }
        #expect(try database.firstInteger("PRAGMA user_version") == 1)
        #expect(
            try database.firstInteger("SELECT count(*) FROM sqlite_schema WHERE name = 'mark'")
                == 0)
        #expect(try database.migrate(to: Self.schema(3)).to == 3)
    }

    @Test func aLaterStoreIsRefused() throws {
        let database = try Notes.open(folder)
        try database.migrate(to: Self.schema(3))
        let error = try #require(throws: SQLiteError.self) {
            try database.migrate(to: Self.schema(2))
        }
        #expect(error.code == .tooNew(found: 3, known: 2))
    }

    @Test func aStoreOfAnotherApplicationIsRefused() throws {
        let database = try Notes.open(folder)
        try database.migrate(to: Self.schema(1))
        let error = try #require(throws: SQLiteError.self) {
            try database.migrate(to: Self.schema(1, applicationID: 78))
        }
        #expect(error.code == .foreignStore(found: 77))
        #expect(error.sentence.contains("a test store"))
    }

    @Test func aDatabaseOfNoApplicationIsRefusedUnlessEmpty() throws {
        let database = try Notes.make(folder)
        #expect(throws: SQLiteError(.foreignStore(found: 0), "")) {
            try database.migrate(to: Self.schema(1))
        }
    }

    @Test func aReaderDoesNotMigrate() throws {
        try Notes.open(folder).migrate(to: Self.schema(1))
        let reader = try Notes.open(folder, mode: .readOnly)
        #expect(throws: SQLiteError(.readOnly, "")) { try reader.migrate(to: Self.schema(2)) }
        #expect(try reader.migrate(to: Self.schema(1)).to == 1)
    }
}
