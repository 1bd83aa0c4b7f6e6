import Glibc
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

    @Test func aReplacementThatAnotherKeepsFromHappeningIsNoSuccess() throws {
        let database = try Notes.make(folder, waitMilliseconds: 10)
        try database.write { try Notes.add($0) }
        let empty = try Database(folder.file("empty"))
        try empty.write { try $0.run(script: Notes.table) }
        // A program that does not know the lock.
        let stranger = try Database(
            folder.file("notes"), options: Database.Options(lockPath: folder.file("other.lock")))
        try stranger.write { stranger in
            try Notes.add(stranger)
            #expect(throws: SQLiteError.self) { try database.replaceContent { empty } }
        }
        #expect(try Notes.count(stranger) == 2)
        try database.replaceContent { empty }
        #expect(try Notes.count(stranger) == 0)
    }

    @Test func aFileIsPlacedWhereNothingIs() throws {
        try writeFile([1, 2], at: folder.file("one"), flags: O_CREAT)
        try writeFile([3], at: folder.file("other"), flags: O_CREAT)
        #expect(throws: SQLiteError(.cannotOpen, "")) {
            try placeFile(folder.file("one"), at: folder.file("other"))
        }
        #expect(folder.names.contains("one"))
        try placeFile(folder.file("one"), at: folder.file("third"))
        #expect(!folder.names.contains("one") && folder.names.contains("third"))
    }
}
