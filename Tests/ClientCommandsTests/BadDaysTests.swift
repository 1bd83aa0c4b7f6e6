import ClientCommands
import CommandLine
import Crypto
import Glibc
import JSON
import SQLite
import Storage
import Testing

/// Stores that are not there, not ours, too new, in use, full, or not to be written.
@Suite struct BadDaysTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test(arguments: [
        ["list"], ["docs"], ["tags"], ["log"], ["merges"], ["export"], ["set", "list"], ["status"],
    ])
    func lookingAtNoStoreShowsAnEmptyOneAndMakesNothing(command: [String]) throws {
        for form in [[], ["--json"], ["--jsonl"], ["--plain"]] {
            let answer = desk.run(command + form)
            #expect(answer.status == 0 && answer.err.isEmpty, "\(command + form)")
            #expect(TemporaryFolder.names(desk.folder.path).isEmpty)
        }
        if command.count == 1, command != ["export"], command != ["status"] {
            #expect(try desk.run(command + ["--json"]).items.isEmpty)
        }
    }

    @Test func whatIsAskedOfNoStoreIsNotFoundAndMakesNothing() {
        for command in [
            ["read", "x"], ["show", "k"], ["read"], ["show", "@"], ["merges", "k"],
            ["export", "--set", "personal"], ["export", "--set", "x"],
        ] {
            #expect(desk.run(command).status == 3, "\(command)")
            #expect(TemporaryFolder.names(desk.folder.path).isEmpty)
        }
    }

    @Test func aNewStoreIsItsOwnersAlone() throws {
        try desk.add(Desk.harbour)
        var status = stat()
        #expect(stat(desk.store, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        #expect(stat(desk.store + "/store.db", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func aNewerStoreIsLeftAlone() throws {
        try desk.add(Desk.harbour)
        let path = desk.store + "/store.db"
        do {
            let database = try Database(path)
            try database.write { try $0.execute("PRAGMA user_version=99") }
            try database.checkpoint()
        }
        let before = TemporaryFolder.octets(path)
        for command in [["list"], ["docs"], ["add", Desk.lighthouse], ["undo"], ["export"]] {
            let answer = desk.run(command + ["--json"])
            #expect(answer.status == 11 && answer.out.isEmpty, "\(command)")
            #expect(try answer.problem.string("message").contains("later program"))
        }
        #expect(TemporaryFolder.octets(path) == before)
    }

    @Test func whatIsNoStoreIsLeftAlone() throws {
        mkdir(desk.store, 0o700)
        let octets = Array(String(repeating: "a letter to my aunt\n", count: 300).utf8)
        try desk.folder.put(octets, "store/store.db")
        for command in [["list"], ["add", Desk.harbour], ["rm", "k"]] {
            let answer = desk.run(command)
            #expect(answer.status == 10, "\(command)")
            #expect(answer.err.contains(desk.store) && answer.out.isEmpty)
        }
        #expect(TemporaryFolder.octets(desk.store + "/store.db") == octets)
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        mkdir(desk.store, 0o700)
        let path = desk.store + "/store.db"
        do {
            let database = try Database(path)
            try database.write {
                try $0.execute("CREATE TABLE aunt (name TEXT)")
                try $0.execute("PRAGMA user_version=3")
            }
            try database.checkpoint()
        }
        #expect(desk.run("list").status == 10)
        #expect(desk.run("add", Desk.harbour).status == 10)
        let database = try Database(path)
        #expect(try database.firstInteger("SELECT count(*) FROM aunt") == 0)
        #expect(try database.firstInteger("PRAGMA user_version") == 3)
    }

    @Test func aFileInPlaceOfTheFolderIsTold() throws {
        try desk.folder.put("a letter", "store")
        for command in [["list"], ["add", Desk.harbour]] {
            let answer = desk.run(command)
            #expect(answer.status != 0 && answer.err.contains(desk.store), "\(command)")
        }
        #expect(TemporaryFolder.octets(desk.store) == Array("a letter".utf8))
    }

    @Test func aDamagedStoreIsToldAndKept() throws {
        let id = try desk.add(Desk.harbour)
        for number in 0..<40 { desk.run("note", id, "-m", "note \(number)") }
        let path = desk.store + "/store.db"
        do { try Database(path).checkpoint() }
        var octets = try #require(TemporaryFolder.octets(path))
        for index in stride(from: 4096 * 2, to: octets.count, by: 64) { octets[index] ^= 0x5A }
        try desk.folder.put(octets, "store/store.db")
        let answer = desk.run("list", "--json")
        #expect(answer.status == 10 && answer.out.isEmpty)
        #expect(try !answer.problem.string("message").isEmpty)
        #expect(desk.run("note", id, "-m", "x").status != 0)
    }

    @Test func twoCommandsAtOnceBothSucceed() async throws {
        let id = try desk.add(Desk.harbour)
        let folder = desk.folder
        let statuses = await withTaskGroup(of: [Int32].self) { group in
            for person in 0..<3 {
                group.addTask {
                    guard let desk = try? Desk(in: folder) else { return [-1] }
                    return (0..<8).map { desk.run("note", id, "-m", "\(person) \($0)").status }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(statuses == [Int32](repeating: 0, count: 24))
        let texts = try desk.run("list", "--json").items.compactMap {
            $0.at("body", "value")?.string
        }
        #expect(Set(texts).count == 24)
        #expect(try desk.run("log", "--json").items.count == 25)
    }

    @Test func aFirstCommandGivenTwiceAtOnceMakesOneStore() async throws {
        let folder = desk.folder
        let statuses = await withTaskGroup(of: Int32.self) { group in
            for source in [Desk.harbour, Desk.lighthouse] {
                group.addTask { (try? Desk(in: folder))?.run("add", source).status ?? -1 }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == [0, 0])
        #expect(try desk.run("docs", "--json").items.count == 2)
        #expect(try desk.run("set", "list", "--json").items.count == 1)
    }

    @Test func readingGoesOnWhileAnotherProgramWrites() throws {
        try desk.add(Desk.harbour)
        let other = try ClientStore.open(desk.store, hashing: BLAKE2b(), programName: "other")
        try other.write { _ in
            #expect(desk.run("docs").status == 0)
            #expect(desk.run("list").status == 0)
        }
    }
}

/// A small file system of its own; only where this process may mount one.
final class SmallDisk {
    let path: String
    /// Held, so that the disk is gone before the folder it lies in.
    private let folder: TemporaryFolder

    static let isPossible: Bool = (try? SmallDisk(in: TemporaryFolder(), "64k")) != nil

    struct NotPossible: Error {}

    init(in folder: TemporaryFolder, _ size: String) throws {
        self.folder = folder
        path = folder.file("disk")
        mkdir(path, 0o700)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(size)") == 0 else { throw NotPossible() }
    }

    func makeReadOnly() -> Bool {
        mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }
}

@Suite(.enabled(if: SmallDisk.isPossible, "this process may not mount a small disk"))
struct DiskTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func onAFullDiskNothingAcknowledgedIsLost() throws {
        let disk = try SmallDisk(in: desk.folder, "1m")
        defer { withExtendedLifetime(disk) {} }
        desk.environment["POSTIL_STORE"] = disk.path + "/store"
        let id = try desk.add(Desk.harbour)
        var kept = 0
        var refused: Desk.Answer?
        let text = String(repeating: "a long comment ", count: 2000)
        for number in 0..<200 where refused == nil {
            let answer = desk.run("note", id, "-m", "\(number) \(text)", "--json")
            if answer.status == 0 { kept += 1 } else { refused = answer }
        }
        let failure = try #require(refused)
        #expect(failure.status == 9 && failure.out.isEmpty)
        #expect(try failure.problem.string("message").contains("full"))
        #expect(kept > 0)
        #expect(try desk.run("list", "--json").items.count == kept)
    }

    @Test func aStoreThatMayNotBeWrittenIsReadAllTheSame() throws {
        let disk = try SmallDisk(in: desk.folder, "4m")
        defer { withExtendedLifetime(disk) {} }
        desk.environment["POSTIL_STORE"] = disk.path + "/store"
        let id = try desk.add(Desk.harbour)
        let note = try desk.id("note", id, "-m", "kept")
        try #require(disk.makeReadOnly())
        #expect(try desk.run("list", "--json").items.map { try $0.string("id") } == [note])
        #expect(desk.run("read", id).status == 0)
        #expect(desk.run("show", note).status == 0)
        #expect(desk.run("export").status == 0)
        let answer = desk.run("note", id, "-m", "no", "--json")
        #expect(answer.status == 9 && answer.out.isEmpty)
        desk.environment["POSTIL_STORE"] = disk.path + "/new"
        #expect(desk.run("add", Desk.harbour).status == 9)
        #expect(desk.run("list").status == 0)
    }
}
