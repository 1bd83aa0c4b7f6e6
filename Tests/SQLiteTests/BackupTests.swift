import SQLite
import Testing

@Suite struct BackupTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func aBackupWhileAnotherWritesHoldsWhatWasCommitted() throws {
        let writer = try Notes.make(folder)
        let other = try Notes.open(folder)
        try writer.write { try Notes.add($0) }
        try writer.write {
            try Notes.add($0)
            try other.backup(to: folder.file("copy"))
        }
        let copy = try Database(folder.file("copy"), options: Database.Options(mode: .readOnly))
        #expect(try Notes.count(copy) == 1)
        #expect(try copy.integrityCheck(.full) == [])
        #expect(
            try copy.first("SELECT journal_mode FROM pragma_journal_mode") { try $0.text(0) }
                == "delete")
        #expect(try Notes.count(writer) == 2)
        #expect(!folder.names.contains("copy.part"))
    }

    @Test func aBackupOpensForWriting() throws {
        let database = try Notes.make(folder)
        try database.backup(to: folder.file("copy"))
        let copy = try Database(folder.file("copy"))
        try copy.write { try Notes.add($0) }
        #expect(try Notes.count(copy) == 1)
        #expect(try Notes.count(database) == 0)
    }

    @Test func aFileThatExistsIsNotReplaced() throws {
        let database = try Notes.make(folder)
        #expect(throws: SQLiteError(.cannotOpen, "")) {
            try database.backup(to: folder.file("notes"))
        }
        #expect(throws: SQLiteError(.cannotOpen, "")) {
            try database.backup(to: folder.file("missing/copy"))
        }
        #expect(try Notes.count(database) == 0)
    }
}
