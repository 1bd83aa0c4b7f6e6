import Glibc
import SQLite
import Testing

@Suite struct FaultTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func aFullDatabaseRefusesTheChangeAndGoesOn() throws {
        let database = try Notes.make(folder)
        try database.write { _ = try $0.firstInteger("PRAGMA max_page_count = 10") }
        let error = try #require(throws: SQLiteError.self) {
            try database.write {
                for _ in 0..<10 { try Notes.add($0, String(repeating: "x", count: 10_000)) }
            }
        }
        #expect(error == SQLiteError(.full, ""))
        #expect(error.canTryAgain && !database.isBroken)
        #expect(try Notes.count(database) == 0)
        try database.write { try Notes.add($0) }
        #expect(try Notes.count(database) == 1)
    }

    @Test func afterAFullDatabaseNothingOfTheBodyIsCommittedOnItsOwn() throws {
        let database = try Notes.make(folder)
        try database.write { _ = try $0.firstInteger("PRAGMA max_page_count = 10") }
        #expect(throws: SQLiteError(.full, "")) {
            try database.write { database in
                do {
                    try Notes.add(database, String(repeating: "x", count: 100_000))
                } catch {
                    try database.execute("ROLLBACK")
                }
                try Notes.add(database, "small")
            }
        }
        #expect(try Notes.count(database) == 0)
    }

    @Test func aFailureOfTheDiskDemandsOpeningAgain() async {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            let database = try Notes.make(folder)
            try database.write { try Notes.add($0) }
            signal(SIGXFSZ, SIG_IGN)
            limitFileSize(to: 100_000)
            let error = try #require(throws: SQLiteError.self) {
                try database.write { try Notes.add($0, String(repeating: "x", count: 200_000)) }
            }
            #expect(error == SQLiteError(.io, ""))
            #expect(database.isBroken)
            #expect(throws: SQLiteError(.broken, "")) { try Notes.count(database) }
            #expect(throws: SQLiteError(.broken, "")) { try database.write { _ in } }
            #expect(throws: SQLiteError(.broken, "")) { try database.checkpoint() }
            limitFileSize(to: .max)
            try database.reopen()
            #expect(try Notes.count(database) == 1)
            try database.write { try Notes.add($0, String(repeating: "x", count: 200_000)) }
            #expect(try Notes.count(database) == 2)
            #expect(try database.integrityCheck(.full) == [])
        }
    }
}

/// Writing past the limit fails as a failing disk does, in this process only.
private func limitFileSize(to bytes: rlim_t) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}
