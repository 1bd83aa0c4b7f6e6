import Glibc
import SQLite
import Testing

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func allFilesAreTheOwnersOnly() throws {
        let database = try Notes.make(folder)
        try database.backup(to: folder.file("copy"))
        #expect(folder.names == ["copy", "notes", "notes-shm", "notes-wal", "notes.lock"])
        for name in folder.names { #expect(folder.mode(name) == 0o600, "\(name)") }
    }

    @Test func theConfigurationIsTheSafeOne() throws {
        let database = try Notes.make(folder)
        #expect(try database.firstInteger("PRAGMA synchronous") == 2)
        #expect(try database.firstInteger("PRAGMA wal_autocheckpoint") == 0)
        #expect(try database.firstInteger("PRAGMA foreign_keys") == 1)
        #expect(try database.firstInteger("PRAGMA trusted_schema") == 0)
        #expect(try database.firstInteger("PRAGMA page_size") == 4096)
        #expect(try database.firstInteger("PRAGMA mmap_size") == 0)
        #expect(
            try database.first("SELECT journal_mode FROM pragma_journal_mode") { try $0.text(0) }
                == "wal")
    }

    @Test func aMissingFolderIsNamed() throws {
        let path = folder.file("missing/notes")
        let error = try #require(throws: SQLiteError.self) { try Database(path) }
        #expect(error == SQLiteError(.cannotOpen, ""))
        #expect(error.sentence.contains(path))
    }

    @Test func readingDoesNotMakeAFile() throws {
        let error = try #require(throws: SQLiteError.self) {
            try Notes.open(folder, mode: .readOnly)
        }
        #expect(error == SQLiteError(.cannotOpen, ""))
        #expect(error.sentence.contains(folder.file("notes")))
        #expect(folder.names == [])
    }

    @Test func aFolderAndAnEmptyPathAreNoDatabases() throws {
        #expect(throws: SQLiteError(.cannotOpen, "")) {
            try Database(
                folder.path,
                options: Database.Options(lockPath: folder.file("lock")))
        }
        #expect(throws: SQLiteError(.cannotOpen, "")) { try Database("") }
        #expect(throws: SQLiteError(.cannotOpen, "")) { try Database("/tmp/a\0b") }
    }

    @Test func anotherKindOfFileIsRefusedAndLeftAlone() throws {
        let text = [UInt8](repeating: 0x41, count: 5000)
        try folder.put(text, "notes")
        #expect(throws: SQLiteError(.notADatabase, "")) { try Notes.open(folder) }
        #expect(throws: SQLiteError(.notADatabase, "")) {
            let database = try Notes.open(folder, mode: .readOnly)
            try database.query("SELECT * FROM note") { _ in }
        }
        #expect(!folder.names.contains("notes-wal"))
    }

    @Test func whatWasOpenedForReadingIsNotWritten() throws {
        _ = try Notes.make(folder)
        let reader = try Notes.open(folder, mode: .readOnly)
        #expect(throws: SQLiteError(.readOnly, "")) { try reader.write { try Notes.add($0) } }
        #expect(throws: SQLiteError(.readOnly, "")) { try reader.checkpoint() }
        #expect(try Notes.count(reader) == 0)
    }

    @Test(.enabled(if: geteuid() != 0, "no folder is read-only to root"))
    func aFolderThatMayNotBeWrittenIsSaidToBeSo() throws {
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        #expect(throws: SQLiteError(.readOnly, "")) { try Notes.open(folder) }
    }

    @Test func aDatabaseInMemoryTakesNoLock() throws {
        let first = try Database(inMemory: ())
        let second = try Database(inMemory: ())
        try first.write { first in
            try first.run(script: Notes.table)
            try second.write { try $0.run(script: Notes.table) }
            try Notes.add(first)
        }
        #expect(try Notes.count(first) == 1)
        #expect(try Notes.count(second) == 0)
    }

    @Test func damageIsFound() throws {
        let database = try Notes.make(folder)
        for _ in 0..<200 {
            try database.write { try Notes.add($0, String(repeating: "x", count: 500)) }
        }
        #expect(try database.integrityCheck(.quick) == [])
        try database.checkpoint()
        try database.close()
        try folder.put([UInt8](repeating: 0xa5, count: 3000), "notes", at: 4096 * 5)
        let damaged = try Notes.open(folder)
        #expect(try damaged.integrityCheck(.quick) != [])
    }
}
