import CommandLine
import Glibc
import JSON
import SQLite
import Testing

@Suite("The doctor")
struct DoctorTests {
    private let desk: Desk

    init() throws {
        desk = try Desk()
        try desk.add(Desk.harbour)
        try desk.id("note", "@@", "-m", "words that nobody else has")
    }

    private func change(_ sql: String) throws {
        let database = try Database(desk.store + "/store.db")
        try database.write { try $0.run(script: sql) }
    }

    @Test("says that all is well, and changes nothing")
    func well() throws {
        let answer = desk.run("doctor", "--repair")
        #expect(answer.status == 0)
        #expect(answer.out.contains("All is well"))
        let json = try desk.json("doctor")
        #expect(try json.array("findings").isEmpty)
        #expect(json.at("repaired")?.bool == false)
        #expect(json.at("backup")?.string == nil)
    }

    @Test("names a damaged row, ends with 12, and mends it with a backup before")
    func mends() throws {
        let before = desk.run("list", "--json").out
        try change("UPDATE op SET counter = counter + 4 WHERE number = 2")
        let found = desk.run("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("a change is not as it was written"))
        #expect(found.out.contains("row (2) of op"))
        #expect(found.out.contains("postil doctor --repair"))
        #expect(desk.run("doctor").status == 12)
        let mended = desk.run("doctor", "--repair")
        #expect(mended.status == 0)
        #expect(mended.out.contains("mended"))
        #expect(mended.out.contains("before-repair-\(desk.now).db"))
        #expect(access(desk.store + "/before-repair-\(desk.now).db", R_OK) == 0)
        #expect(desk.run("doctor").status == 0)
        #expect(desk.run("list", "--json").out == before)
    }

    @Test("works out anew what is shown, where that alone is wrong")
    func derived() throws {
        let before = desk.run("list", "--json").out
        try change("DELETE FROM token; DELETE FROM entity WHERE class = 2")
        #expect(desk.run("list", "--json").out != before)
        let found = try #require(
            try? JSONReader.parse(Array(desk.run("doctor", "--json").out.utf8)))
        let remedies = Set(try found.array("findings").map { try $0.string("remedy") })
        #expect(remedies == ["log"])
        try desk.json("doctor", "--repair")
        #expect(desk.run("list", "--json").out == before)
    }

    @Test("keeps what nobody else has, and says so")
    func lost() throws {
        try change("UPDATE change SET command = 'nothing of the kind', ops = zeroblob(3)")
        let mended = desk.run("doctor", "--repair", "--json")
        #expect(mended.status == 12)
        let json = try mended.json
        let file = try json.string("lostFile")
        #expect(access(file, R_OK) == 0)
        #expect(try json.array("findings").contains { $0.at("left")?.bool == true })
        #expect(desk.run("doctor").status == 0)
        #expect(desk.run("list", "--json").status == 0)
    }

    @Test("tells what it looked at in three columns")
    func columns() throws {
        let checks = try desk.json("doctor").array("checks")
        let told = try checks.map { "\(try $0.string("check")) \(try $0.string("result"))" }
        #expect(
            told == [
                "version ok", "settings info", "store ok", "files ok", "clock ok", "sets ok",
                "secret info", "server skipped", "tools info",
            ])
        let lines = desk.run("doctor").out.split(separator: "\n")
        #expect(lines.first == "RESULT   CHECK     MESSAGE")
        #expect(lines.contains { $0.hasPrefix("ok       store     \(desk.store), ") })
        chmod(desk.store + "/store.db", 0o644)
        try desk.folder.put("[read]\nwidht = 7\n", "system-config")
        let found = desk.run("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("warning  files     1 finding, below"))
        #expect(found.out.contains("warning  settings  1 line not understood"))
        try change("UPDATE op SET counter = counter + 4 WHERE number = 2")
        #expect(desk.run("doctor").out.contains("error    store     "))
        #expect(desk.run("doctor", "--repair").out.contains("ok       store     "))
    }

    @Test("closes files that others may read, and takes away what a repair left")
    func surroundings() throws {
        chmod(desk.store + "/store.db", 0o644)
        mkdir(desk.store + "/repair-abcdef", 0o700)
        close(creat(desk.store + "/repair-abcdef/postil-repair.lock", 0o600))
        let found = desk.run("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("others may read or write"))
        #expect(found.out.contains("repair-abcdef was left by a repair"))
        #expect(desk.run("doctor", "--repair").status == 0)
        var info = stat()
        #expect(stat(desk.store + "/store.db", &info) == 0 && info.st_mode & 0o777 == 0o600)
        #expect(access(desk.store + "/repair-abcdef", F_OK) != 0)
    }

    @Test("says that a clock is far behind what the store has seen")
    func clock() throws {
        desk.now -= 40 * 86_400_000
        let found = desk.run("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("clock is 40 days behind"))
    }

    @Test("has nothing to look at where there is no store")
    func noStore() throws {
        #expect(try Desk().run("doctor").status == 3)
    }

    @Test("says what is wrong with the server only when it is asked")
    func online() throws {
        #expect(desk.run("doctor").status == 0)
        let found = desk.run("doctor", "--online")
        #expect(found.status == 4)
        #expect(found.out.contains("not logged in"))
        #expect(found.out.contains("postil login"))
        #expect(found.out.contains("All is well"))
        let mended = desk.run("doctor", "--online", "--repair", "--json")
        #expect(mended.status == 4)
        #expect(try mended.json.at("backup")?.string == nil)
    }

    @Test("mends a bit of the write-ahead log before SQLite takes it for the log's end")
    func logDamage() throws {
        let before = desk.run("list", "--json").out
        let path = desk.store + "/store.db-wal"
        let file = open(path, O_RDWR)
        defer { close(file) }
        var info = stat()
        try #require(fstat(file, &info) == 0 && info.st_size > 100_000)
        var octet: UInt8 = 0
        // In the middle: what was written after it would be gone.
        try #require(pread(file, &octet, 1, info.st_size / 2) == 1)
        octet ^= 16
        try #require(pwrite(file, &octet, 1, info.st_size / 2) == 1)
        let refused = desk.run("note", "@@", "-m", "more")
        #expect(refused.status == 10)
        #expect(refused.err.contains("postil doctor --repair"))
        let found = desk.run("doctor")
        #expect(found.status == 12)
        #expect(found.out.contains("store.db-wal: a bit "))
        let mended = desk.run("doctor", "--repair")
        #expect(mended.status == 0)
        #expect(mended.out.contains("before-repair-\(desk.now).db-wal"))
        #expect(desk.run("list", "--json").out == before)
        #expect(desk.run("doctor").status == 0)
    }

    @Test("keeps all that was written when the name that the store goes by is damaged")
    func replica() throws {
        let before = desk.run("list", "--json").out
        try change("UPDATE setting SET value = X'0011223344', sum = 5 WHERE key = 'replica'")
        let mended = desk.run("doctor", "--repair", "--json")
        #expect(mended.status == 12)
        #expect(try mended.json.at("newIdentity")?.bool == true)
        #expect(desk.run("list", "--json").out == before)
        #expect(desk.run("doctor").status == 0)
    }

    @Test("does not touch what a link in the store leads to")
    func links() throws {
        let victim = desk.folder.file("victim")
        mkdir(victim, 0o755)
        close(creat(victim + "/store.db", 0o644))
        symlink(victim, desk.store + "/repair-abcdef")
        mkdir(desk.store + "/repair-backup", 0o700)
        close(creat(desk.store + "/repair-backup/store.db", 0o600))
        #expect(desk.run("doctor", "--repair").status == 0)
        #expect(access(victim + "/store.db", F_OK) == 0)
        #expect(access(desk.store + "/repair-backup/store.db", F_OK) == 0)
    }

    @Test("names what else there is to go on from where the store cannot even be read")
    func unreadable() throws {
        try change("UPDATE entity SET alive = 2")
        #expect(desk.run("doctor", "--repair").status == 0)
        let database = try Database(desk.store + "/store.db")
        try database.checkpoint()
        try database.close()
        let file = open(desk.store + "/store.db", O_RDWR)
        defer { close(file) }
        let noise = [UInt8](repeating: 0xA5, count: 4_096)
        try #require(pwrite(file, noise, noise.count, 0) == noise.count)
        let refused = desk.run("doctor", "--repair")
        #expect(refused.status == 10)
        #expect(!refused.err.contains("doctor --repair"))
        #expect(refused.err.contains("before-repair-\(desk.now).db"))
        #expect(refused.err.contains("--store DIR"))
    }

    @Test("leaves no backup where nothing was mended")
    func noBackup() throws {
        desk.now -= 40 * 86_400_000
        let looked = desk.run("doctor", "--repair", "--json")
        #expect(looked.status == 12)
        let json = try looked.json
        #expect(json.at("backup")?.string == nil)
        #expect(access(desk.store + "/before-repair-\(desk.now).db", F_OK) != 0)
        #expect(try json.array("findings").first?.string("advice") == "date")
    }
}
