import AnnotationModel
import Glibc
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Synchronization
import Testing
import WireFormat

@testable import Storage

@Suite("A server's store that cannot be mended whole")
struct ServerLossTests {
    private let world: RepairWorld
    private let server: ServerStore

    init() throws {
        world = try RepairWorld(seed: 13)
        server = try RepairWorld.openServer(world.server)
        let one = try world.open(world.template)
        let key = world.key
        // Another set, with one record at the same place as the first of the personal one.
        try one.write { store in
            let replica = world.replica(store, key)
            let set = try replica.found(isPersonal: false)
            let author = Author(replica, try #require(try store.copy(of: set)))
            let blob = ArticlePayload.Blob(hash: .zero, count: 0)
            _ = try author.addArticle(
                ArticlePayload(
                    title: "t", url: nil, format: .plain, extractor: 1, text: blob, source: blob))
        }
        #expect(try world.sync(one, key, server))
        let account = world.account
        try server.write { store in
            _ = try store.addDevice(account, key: .zero, name: "train", tokenHash: .zero, now: 1)
        }
    }

    private func run(_ script: String) throws {
        try server.withWriter { writer in
            try writer.database.write { try $0.run(script: script) }
        }
    }

    private func integer(_ sql: String) throws -> Int64 {
        try server.withReader { reader in
            var found: Int64 = 0
            try reader.database.query(composed: sql, []) { found = try $0.integer(0) }
            return found
        }
    }

    @Test("mends records of the same place in several sets")
    func places() throws {
        #expect(try integer("SELECT count(*) FROM record WHERE seq = 1") == 2)
        let before = try integer("SELECT count(*) FROM record")
        try run("UPDATE record SET sum = sum + 21845, first = first + 90 WHERE seq = 1")
        let done = try server.repair(from: .none)
        #expect(done.findings.count { $0.table == "record" } == 4)
        #expect(try server.survey().findings == [])
        #expect(try integer("SELECT count(*) FROM record") == before)
    }

    @Test("keeps a damaged record, which a later repair may know more of")
    func record() throws {
        let before = try integer("SELECT count(*) FROM record")
        try run(
            """
            UPDATE record SET body = zeroblob(9), first = first + 90
                WHERE seq = 2 AND set_num = (SELECT min(num) FROM peer_set)
            """)
        let done = try server.repair(from: .none)
        #expect(done.isMended)
        #expect(try integer("SELECT count(*) FROM record") == before)
        #expect(try !server.survey().findings.isEmpty)
        let device = try ServerSource(client: world.template, hashing: RepairWorld.hashing)
        _ = try server.repair(from: device)
        #expect(try server.survey().findings == [])
    }

    @Test("does not ask a source for what is here")
    func lazy() throws {
        try run("DELETE FROM token")
        let asked = Mutex(0)
        let source = ServerSource(
            record: { _, _ in
                asked.withLock { $0 += 1 }
                return nil
            }, members: { _ in nil }, blob: { _, _ in nil })
        #expect(try server.repair(from: source).isMended)
        #expect(asked.withLock { $0 } == 0)
        #expect(try server.survey().findings == [])
    }

    @Test("does not take a source that cannot be read for one that has nothing")
    func source() throws {
        let path = world.folder.path("broken")
        mkdir(path, 0o700)
        try RepairWorld.put(Array(repeating: 7, count: 9_000), into: path + "/store.db")
        #expect(throws: StoreError.self) {
            try ServerSource(client: path, hashing: RepairWorld.hashing)
        }
    }

    @Test("is not called damaged for what another process writes meanwhile")
    func live() throws {
        try server.withWriter { try $0.database.checkpoint() }
        let full = try RepairWorld.openServer(world.copy(world.server, "full")).source()
        try run("DELETE FROM record WHERE seq = 3")
        let stranger = Mutex(try Database(world.server + "/server.db"))
        let source = ServerSource(
            record: { set, seq in
                stranger.withLock { stranger in
                    _ = try? stranger.write { try $0.run(script: "DELETE FROM token") }
                }
                return full.record(set, seq)
            }, members: { _ in nil }, blob: { _, _ in nil })
        let findings = try server.withReader { reader in
            let scratch = try Database(world.folder.path("scratch.db"))
            try scratch.migrate(to: ServerSchema.schema)
            var repair = ServerRepair(reader, scratch, epoch: try reader.epoch(), source)
            try repair.run()
            return repair.survey.findings
        }
        #expect(findings.contains { $0.table == "record" })
        #expect(!findings.contains { $0.table == "token" })
        #expect(try integer("SELECT count(*) FROM token") == 0)
    }

    // MARK: People

    @Test("keeps the devices of an account of which the row is damaged")
    func account() throws {
        try run("UPDATE account SET created = created + 5, name = 'nobody', is_admin = 0")
        let devices = try integer("SELECT count(*) FROM device")
        let done = try server.repair(from: .none)
        #expect(done.lostRows.count == 1)
        #expect(!done.findings.contains { $0.table == "device" })
        #expect(done.findings.contains { $0.advice?.contains("user enable damaged-") == true })
        #expect(try integer("SELECT count(*) FROM device") == devices)
        let id = world.account
        let kept = try server.read { try $0.accounts() }
        #expect(kept.map(\.id) == [id])
        #expect(kept.allSatisfy { $0.isDisabled && $0.name.hasPrefix("damaged-") })
        #expect(try server.survey().findings == [])
    }

    @Test("says that what lies in a table that cannot be read is gone", arguments: ["device"])
    func unread(_ table: String) throws {
        let page = try integer("SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'")
        try server.withWriter { try $0.database.checkpoint() }
        let path = try world.copy(world.server, "torn")
        var octets = try RepairWorld.octets(path + "/server.db")
        let start = Int(page - 1) * 4_096
        for place in start..<start + 4_096 { octets[place] = 0xA5 }
        try RepairWorld.put(octets, into: path + "/server.db")
        let done = try RepairWorld.openServer(path).repair(from: .none)
        #expect(done.findings.contains { $0.table == table && $0.remedy == .none })
        #expect(!done.lostRows.isEmpty)
    }

    @Test(
        "holds a set of which it is not known any more whether it waits",
        arguments: [
            "UPDATE loss SET is_held = 0, is_founded_again = 1",
            "UPDATE loss SET is_held = 0, is_founded_again = 1, set_num = 99",
        ])
    func hold(_ sql: String) throws {
        let account = world.account
        try server.write { store in
            let set = try #require(try store.sets(of: account).first)
            try store.set(set)?.put(SetLoss(isHeld: true, isFoundedAgain: false))
        }
        try run(sql)
        let done = try server.repair(from: .none)
        #expect(done.findings.contains { $0.table == "loss" && $0.remedy == .none })
        let held = try server.read { store in
            try store.sets(of: account).map { try store.set($0)?.isHeld }
        }
        #expect(held.contains(true))
        #expect(sql.contains("99") ? held.allSatisfy { $0 == true } : held.contains(false))
    }

    // MARK: Folders

    @Test("is not put back beside the log of another store")
    func restore() throws {
        let target = world.folder.path("restored")
        mkdir(target, 0o700)
        try RepairWorld.put([1], into: target + "/server.db-wal")
        #expect(throws: StoreError.self) { try server.restore(to: target) }
        #expect(access(target + "/server.db", F_OK) != 0)
        unlink(target + "/server.db-wal")
        try server.restore(to: target)
        #expect(try RepairWorld.openServer(target).check(deep: true) == [])
    }

    @Test("tells and takes away what a repair left that did not end")
    func leftovers() throws {
        let name = world.server + "/repair-abcdef"
        mkdir(name, 0o700)
        try RepairWorld.put([], into: name + "/postil-repair.lock")
        let found = try server.survey().findings
        #expect(found.map(\.remedy) == [.tidy] && found[0].what.contains("repair-abcdef"))
        _ = try server.repair(from: .none)
        #expect(access(name, F_OK) != 0)
        #expect(try server.survey().findings == [])
    }

    @Test("is read by the places of its columns where the definition of a table is damaged")
    func definition() throws {
        try server.withWriter { try $0.database.checkpoint() }
        let path = try world.copy(world.server, "misdefined")
        var octets = try RepairWorld.octets(path + "/server.db")
        let text = Array("is_admin INTEGER".utf8)
        let place = try #require(
            octets.indices.first { octets[$0...].starts(with: text) })
        octets[place + 3] ^= 2
        try RepairWorld.put(octets, into: path + "/server.db")
        let damaged = try RepairWorld.openServer(path)
        let done = try damaged.repair(from: .none)
        #expect(
            done.findings.map(\.what) == [
                "the definition of the table account is not as it was written"
            ])
        #expect(try damaged.survey().findings == [])
        #expect(try damaged.read { try $0.accounts().map(\.name) } == ["ada"])
    }
}
