import Glibc
import SQLite
import Testing

@Suite struct TransactionTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func aWriterWaitsAndThenNamesTheHolder() throws {
        let first = try Notes.make(folder)
        let second = try Notes.open(folder, waitMilliseconds: 5)
        try first.write { _ in
            do {
                try second.write { try Notes.add($0) }
                Issue.record("two writers at once")
            } catch let error as SQLiteError {
                guard case .busy(let holder?) = error.code else { throw error }
                #expect(holder.processID == getpid())
                #expect(holder.name == "tester")
                #expect(error.sentence.contains("tester (process \(getpid()))"))
                #expect(error.canTryAgain)
            }
        }
        try second.write { try Notes.add($0) }
        #expect(try Notes.count(first) == 1)
    }

    @Test func aWriterOutsideOfTheLockIsWaitedForToo() throws {
        let first = try Notes.make(folder)
        let options = Database.Options(waitMilliseconds: 5, lockPath: folder.file("another"))
        let second = try Database(folder.file("notes"), options: options)
        try first.write { _ in
            #expect(throws: SQLiteError(.busy(holder: nil), "")) {
                try second.write { try Notes.add($0) }
            }
        }
    }

    @Test func writersOnManyThreadsLoseNothing() async throws {
        _ = try Notes.make(folder)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { [folder] in
                    let database = try Notes.open(
                        folder, waitMilliseconds: 60_000, checkpointPages: 5)
                    for _ in 0..<25 { try database.write { try Notes.add($0) } }
                }
            }
            try await group.waitForAll()
        }
        let database = try Notes.open(folder)
        #expect(try Notes.count(database) == 100)
        #expect(try database.integrityCheck(.full) == [])
    }

    @Test func aLockFileThatWasRemovedIsMadeAgain() throws {
        let first = try Notes.make(folder)
        unlink(folder.file("notes.lock"))
        let second = try Notes.open(folder, waitMilliseconds: 5)
        try first.write { _ in
            #expect(throws: SQLiteError.self) { try second.write { try Notes.add($0) } }
        }
        #expect(folder.names.contains("notes.lock"))
    }

    @Test func whatThrowsIsRolledBack() throws {
        struct Refused: Error {}
        let database = try Notes.make(folder)
        #expect(throws: Refused.self) {
            try database.write {
                try Notes.add($0)
                throw Refused()
            }
        }
        #expect(try Notes.count(database) == 0)
        try database.write { try Notes.add($0) }
        #expect(try Notes.count(database) == 1)
    }

    @Test func transactionsDoNotNest() throws {
        let database = try Notes.make(folder)
        let misuse = SQLiteError(.misuse, "")
        try database.write { database in
            try Notes.add(database)
            #expect(throws: misuse) { try database.write { _ in } }
            #expect(throws: misuse) { try database.read { _ in } }
            #expect(throws: misuse) { try database.close() }
            #expect(throws: misuse) { try database.reopen() }
            #expect(throws: misuse) { try database.checkpoint() }
            #expect(throws: misuse) { try database.backup(to: folder.file("copy")) }
        }
        try database.read { database in
            #expect(throws: misuse) { try database.write { _ in } }
        }
        #expect(try Notes.count(database) == 1)
    }

    @Test func aTransactionEndedByItsBodyIsAnErrorAndNothingFollowsIt() throws {
        let database = try Notes.make(folder)
        #expect(throws: SQLiteError(.misuse, "")) {
            try database.write {
                try Notes.add($0)
                try $0.execute("ROLLBACK")
                try Notes.add($0)
            }
        }
        #expect(try Notes.count(database) == 0)
    }

    @Test func aReaderSeesOneStateWhileAnotherWrites() throws {
        let writer = try Notes.make(folder)
        let reader = try Notes.open(folder, mode: .readOnly)
        try reader.read { reader in
            #expect(try Notes.count(reader) == 0)
            try writer.write { try Notes.add($0) }
            #expect(try Notes.count(reader) == 0)
        }
        #expect(try Notes.count(reader) == 1)
    }

    @Test func anothersCommitChangesTheDataVersionAndOnesOwnDoesNot() throws {
        let first = try Notes.make(folder)
        let second = try Notes.open(folder)
        let before = try first.dataVersion()
        try first.write { try Notes.add($0) }
        #expect(try first.dataVersion() == before)
        try second.write { try Notes.add($0) }
        #expect(try first.dataVersion() != before)
    }

    @Test func constraintsAndForeignKeysHold() throws {
        let database = try Notes.make(folder)
        try database.write {
            try $0.run(script: "CREATE TABLE mark (note INTEGER REFERENCES note (id)) STRICT")
        }
        #expect(throws: SQLiteError(.constraint, "")) {
            try database.write { try $0.execute("INSERT INTO mark VALUES (7)") }
        }
        #expect(throws: SQLiteError(.constraint, "")) {
            try database.write { try $0.execute("INSERT INTO note (id) VALUES ('seven')") }
        }
    }

    @Test func aWriteCheckpointsOnceEnoughPagesWait() throws {
        let database = try Notes.make(folder, checkpointPages: 20)
        let before = database.counts.checkpoints
        let text = String(repeating: "x", count: 40_000)
        for _ in 0..<20 { try database.write { try Notes.add($0, text) } }
        let checkpoints = database.counts.checkpoints - before
        #expect((5...19).contains(checkpoints))
        try database.checkpoint()
        #expect(size("notes-wal") == 0)
        #expect(try Notes.count(database) == 20)
    }

    @Test func aReaderInTheWayDoesNotMakeEachCommitACheckpoint() throws {
        let database = try Notes.make(folder, checkpointPages: 50)
        let reader = try Notes.open(folder, mode: .readOnly)
        try reader.read { reader in
            _ = try Notes.count(reader)
            for _ in 0..<100 { try database.write { try Notes.add($0) } }
        }
        #expect((1...4).contains(database.counts.checkpoints))
    }

    @Test func aLogThatClosedConnectionsLeaveDoesNotGrow() throws {
        _ = try Notes.make(folder, checkpointPages: 20)
        for _ in 0..<100 {
            let database = try Notes.open(folder, checkpointPages: 20)
            try database.write { try Notes.add($0) }
            try database.close()
            #expect(size("notes-wal") < 40 * 4_200)
        }
        let database = try Notes.open(folder, checkpointPages: 20)
        #expect(try Notes.count(database) == 100)
    }

    @Test func closingLeavesTheLogToTheNextWriter() throws {
        let database = try Notes.make(folder)
        try database.write { try Notes.add($0) }
        try database.close()
        #expect(size("notes-wal") > 0)
        #expect(throws: SQLiteError(.misuse, "")) { try Notes.count(database) }
        try database.reopen()
        #expect(try Notes.count(database) == 1)
    }

    private func size(_ name: String) -> Int {
        var status = stat()
        return stat(folder.file(name), &status) == 0 ? Int(status.st_size) : -1
    }
}
