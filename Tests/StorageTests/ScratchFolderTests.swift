import Glibc
import SQLite
import Testing

@testable import Storage

@Suite("A folder that a repair works in")
struct ScratchFolderTests {
    private let folder: ClientFolder

    init() throws { folder = try ClientFolder() }

    private func exists(_ name: String) -> Bool { access(folder.path(name), F_OK) == 0 }

    @Test("is none that was left while the repair goes on, and is gone afterwards")
    func held() throws {
        var scratch: ScratchFolder? = try ScratchFolder.make(in: folder.path)
        let path = try #require(scratch?.path)
        #expect(ScratchFolder.left(in: folder.path) == [])
        ScratchFolder.removeLeft(in: folder.path)
        #expect(access(path, F_OK) == 0)
        scratch = nil
        #expect(access(path, F_OK) != 0)
    }

    @Test("is none that was left, either, for who opened its mark just before it went")
    func goes() throws {
        var scratch: ScratchFolder? = try ScratchFolder.make(in: folder.path)
        let mark = open(try #require(scratch?.path) + "/postil-repair.lock", O_RDWR)
        defer { close(mark) }
        try #require(mark >= 0)
        #expect(!ScratchFolder.takes(mark))
        scratch = nil
        #expect(!ScratchFolder.takes(mark))
    }

    @Test("is told and taken away where the repair did not end")
    func left() throws {
        let name = "repair-abcdef"
        mkdir(folder.path(name), 0o700)
        try RepairWorld.put([1], into: folder.path(name + "/store.db"))
        try RepairWorld.put([], into: folder.path(name + "/postil-repair.lock"))
        #expect(ScratchFolder.left(in: folder.path) == [name])
        ScratchFolder.removeLeft(in: folder.path)
        #expect(!exists(name))
    }

    @Test("is never a link, nor a folder of somebody else's with such a name")
    func others() throws {
        mkdir(folder.path("victim"), 0o700)
        for name in ["store.db", "postil-repair.lock"] {
            try RepairWorld.put([1], into: folder.path("victim/" + name))
        }
        symlink(folder.path("victim"), folder.path("repair-abcdef"))
        mkdir(folder.path("repair-backup"), 0o700)
        try RepairWorld.put([1], into: folder.path("repair-backup/store.db"))
        #expect(ScratchFolder.left(in: folder.path) == [])
        ScratchFolder.removeLeft(in: folder.path)
        #expect(exists("victim/store.db") && exists("repair-backup/store.db"))
        #expect(exists("repair-abcdef"))
    }

    @Test("says why it could not be made")
    func reason() {
        let error = #expect(throws: StoreError.self) {
            try ScratchFolder.make(in: folder.path("none"))
        }
        #expect(error?.message.contains("No such file") == true)
    }
}

@Suite("The search for a changed bit")
struct RowMenderTests {
    @Test("ends where it would take too long, and says so")
    func budget() throws {
        let table = SealedTable("t", key: 1, ["id": .integer, "octets": .blob])
        let seal = RowSeal(hashing: RepairWorld.hashing, path: "", kind: .client)
        var octets = [UInt8](repeating: 7, count: 200)
        let sum = seal.sum(table, [.integer(1), .blob(octets)])
        octets[90] ^= 4
        let values: [Value] = [.integer(1), .blob(octets)]
        let budget = RowMender.Budget(octets: 600_000)
        let mender = RowMender(hashing: RepairWorld.hashing, budget: budget)
        guard case .mended = mender.mended(table, values, sum: sum) else {
            Issue.record("not mended")
            return
        }
        guard case .untried = mender.mended(table, values, sum: sum) else {
            Issue.record("tried beyond what was allowed")
            return
        }
    }
}

@Suite("What is carried over of a damaged table")
struct SalvageTests {
    @Test("ends at a value of a length that nothing has, and says so")
    func tooBig() throws {
        let folder = try ClientFolder()
        let table = SealedTable("t", key: 1, ["id": .integer, "octets": .blob])
        let seal = RowSeal(hashing: RepairWorld.hashing, path: "", kind: .client)
        let sum = seal.sum(table, [.integer(1), .blob([1])])
        let source = try Database(folder.path("source.db"))
        let target = try Database(folder.path("target.db"))
        try source.write {
            try $0.run(
                script: """
                    CREATE VIEW t AS SELECT 1 AS id, X'01' AS octets, \(sum) AS sum
                    UNION ALL SELECT 2, zeroblob(2000000000), 5
                    """)
        }
        var salvage = Salvage(seal: seal)
        try target.write { target in
            try target.run(
                script: "CREATE TABLE t (id INTEGER PRIMARY KEY, octets BLOB, sum INTEGER)")
            try source.read { try salvage.carry(table, from: $0, into: target) }
        }
        #expect(salvage.unread.map(\.table.name) == ["t"])
        #expect(try target.firstInteger("SELECT count(*) FROM t") == 1)
    }
}
