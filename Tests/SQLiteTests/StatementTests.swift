import SQLite
import Testing

@Suite struct StatementTests {
    let folder: TemporaryFolder
    let database: Database

    init() throws {
        folder = try TemporaryFolder()
        database = try Notes.make(folder)
    }

    @Test(arguments: ["", "plain", "e\u{301}", "\u{e9}", "nul\0inside", "\r\n", "👩‍👩‍👧"])
    func textComesBackByteForByte(_ text: String) throws {
        try database.write { try Notes.add($0, text) }
        let back = try database.first("SELECT text FROM note") { try $0.text(0) }
        #expect(back.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test(arguments: [[], [0], [0, 255, 0], [UInt8](repeating: 7, count: 100_000)] as [[UInt8]])
    func octetsComeBackAndNoneIsNotNull(_ octets: [UInt8]) throws {
        try database.write { try $0.execute("INSERT INTO note (body) VALUES (?)", .blob(octets)) }
        let back = try database.first("SELECT body FROM note") { try $0.optionalBlob(0) }
        #expect(back == .some(octets))
        let lent = try database.first("SELECT body FROM note") { row in
            try row.withBlob(0) { Array($0) }
        }
        #expect(lent == octets)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func integersComeBack(_ integer: Int64) throws {
        try database.write {
            try $0.execute("INSERT INTO note (id) VALUES (?)", .integer(integer))
        }
        #expect(try database.firstInteger("SELECT id FROM note") == integer)
    }

    @Test func nilIsNull() throws {
        try database.write {
            try $0.execute(
                "INSERT INTO note (id, body, text) VALUES (?, ?, ?)", 5,
                Value(nil as [UInt8]?), Value(nil as String?))
        }
        let isNull = try database.first("SELECT body, text FROM note") { row in
            try row.isNull(0) && row.optionalBlob(0) == nil && row.optionalText(1) == nil
        }
        #expect(isNull == true)
    }

    @Test func aColumnOfAnotherTypeIsAnErrorAndNotAConversion() throws {
        try database.write { try Notes.add($0, "12") }
        #expect(throws: SQLiteError(.corrupt, "")) {
            try database.first("SELECT text FROM note") { try $0.integer(0) }
        }
        #expect(throws: SQLiteError(.corrupt, "")) {
            try database.first("SELECT id FROM note") { try $0.blob(0) }
        }
        #expect(throws: SQLiteError(.corrupt, "")) {
            try database.first("SELECT id FROM note") { try $0.integer(1) }
        }
        #expect(throws: SQLiteError(.corrupt, "")) {
            try database.first("SELECT CAST(x'ff' AS TEXT)") { try $0.text(0) }
        }
    }

    @Test func aStatementIsCompiledOnce() throws {
        try database.write { database in
            let before = database.counts
            for _ in 0..<10 { try Notes.add(database) }
            #expect(database.counts.compilations == before.compilations + 1)
            #expect(database.counts.steps == before.steps + 10)
        }
    }

    @Test func aQueryRunsWithinItsOwnRows() throws {
        try database.write { for _ in 0..<3 { try Notes.add($0) } }
        var pairs = 0
        func eachRow(_ body: () throws -> Void) throws {
            try database.query("SELECT id FROM note") { _ in try body() }
        }
        try eachRow { try eachRow { pairs += 1 } }
        #expect(pairs == 9)
    }

    @Test func aQueryEndsWithWhatItsRowThrows() throws {
        struct Enough: Error {}
        try database.write { for _ in 0..<3 { try Notes.add($0) } }
        var rows = 0
        #expect(throws: Enough.self) {
            try database.query("SELECT id FROM note") { _ in
                rows += 1
                throw Enough()
            }
        }
        #expect(rows == 1)
        #expect(try Notes.count(database) == 3)
    }

    @Test func aLentStatementIsBoundManyTimes() throws {
        try database.write { database in
            try database.withStatement("INSERT INTO note (id, text) VALUES (?, ?)") { statement in
                for id in 1...5 {
                    try statement.bind(.integer(Int64(id)), "x")
                    try statement.run()
                }
            }
        }
        let sum = try database.withStatement("SELECT id FROM note WHERE id > ?") { statement in
            try statement.bind(1, 2)
            var sum: Int64 = 0
            while try statement.step() { sum += try statement.row.integer(0) }
            return sum
        }
        #expect(sum == 12)
    }

    @Test func composedStatementsAreFoundByTheirBytes() throws {
        try database.write { try Notes.add($0, "\u{e9}") }
        func matches(_ sign: String) throws -> Int {
            var count = 0
            try database.query(composed: "SELECT id FROM note WHERE text = '\(sign)'", []) { _ in
                count += 1
            }
            return count
        }
        #expect(try matches("\u{e9}") == 1)
        #expect(try matches("e\u{301}") == 0)
        let compilations = database.counts.compilations
        #expect(try matches("\u{e9}") == 1)
        #expect(database.counts.compilations == compilations)
    }

    @Test func misuseIsRefused() throws {
        let misuse = SQLiteError(.misuse, "")
        #expect(throws: misuse) { try database.query("SELECT ?") { _ in } }
        #expect(throws: misuse) { try database.query("SELECT 1", 2) { _ in } }
        #expect(throws: misuse) { try database.query("SELECT 1; SELECT 2") { _ in } }
        #expect(throws: misuse) { try database.query(" -- nothing") { _ in } }
        #expect(throws: misuse) { try Notes.add(database) }
        #expect(throws: misuse) { try database.run(script: "DELETE FROM note") }
        #expect(throws: misuse) { try database.read { try Notes.add($0) } }
        #expect(try Notes.count(database) == 0)
    }

    @Test func doubleQuotesAreNeverText() throws {
        #expect(throws: SQLiteError(.other, "")) {
            try database.query("SELECT \"nothing\" FROM note") { _ in }
        }
    }

    @Test func searchTablesAreWrittenDirectlyAndNotByTriggersOfASchemaNobodyTrusts() throws {
        try database.write {
            try $0.run(script: "CREATE VIRTUAL TABLE words USING fts5(text)")
            try $0.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", 1, "a blue fox")
        }
        let found = try database.firstInteger("SELECT rowid FROM words WHERE words MATCH ?", "blue")
        #expect(found == 1)
        #expect(throws: SQLiteError(.other, "")) {
            try database.write {
                try $0.run(
                    script: """
                        CREATE TRIGGER index_note AFTER INSERT ON note BEGIN
                            INSERT INTO words (rowid, text) VALUES (new.id, new.text);
                        END;
                        INSERT INTO note (text) VALUES ('by a trigger');
                        """)
            }
        }
    }
}
