import AnnotationModel
import Glibc
import MemoryStorage
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A store that joined by a snapshot")
struct ClientSnapshotTests {
    private let world: RepairWorld
    private let server: ServerStore
    private let store: ClientStore

    init() throws {
        world = try RepairWorld(seed: 11)
        server = try RepairWorld.openServer(world.server)
        let account = world.account
        try server.write { store in
            let set = try #require(try store.sets(of: account).first)
            let log = try #require(try store.set(set))
            while try LogCut(RepairWorld.hashing).step(log, through: log.end.seq) {}
        }
        store = try world.open(world.folder.path("late"))
        let world = self.world
        try store.write { try world.prepare($0, world.otherKey) }
        let isLevel = try world.sync(store, world.otherKey, server)
        #expect(isLevel)
    }

    private func survey() throws -> StoreSurvey {
        try store.survey { world.replica($0, world.otherKey) }
    }

    private func repair(_ supply: Supply) throws -> StoreSurvey {
        try store.repair(with: supply, keepingLostIn: nil) {
            world.replica($0, world.otherKey)
        }
    }

    @Test("has what those have who read the log, and is what its log says")
    func sound() throws {
        let other = try world.open(world.folder.path("other"))
        let isLevel = try world.sync(other, world.otherKey, server)
        #expect(isLevel)
        let hashes = try [store, other].map { store in
            try store.read { store in
                try store.sets().compactMap { try store.copy(of: $0)?.contentHash }
            }
        }
        #expect(hashes[0] == hashes[1] && hashes[0].count == 1)
        #expect(try survey().findings == [])
        #expect(try store.check(deep: true) == [])
        let bare = try store.read { store in
            let set = try #require(try store.sets().first)
            return try store.copy(of: set)?.records(after: 0, count: 99).filter { !$0.isWhole }
        }
        #expect(try #require(bare).count > 5)
    }

    @Test(
        "is mended from what it has, or from what the server has of the part that was cut",
        arguments: [
            "DELETE FROM entity; DELETE FROM token; DELETE FROM op",
            "DELETE FROM record WHERE seq = 2", "DELETE FROM record WHERE seq IN (1, 3, 4)",
            "DELETE FROM entity; DELETE FROM record WHERE seq = 2",
        ])
    func mended(_ sql: String) throws {
        let before = try world.picture(store)
        try store.database.write { try $0.run(script: sql) }
        #expect(try !survey().findings.isEmpty)
        var done = try repair(Supply())
        if !done.missingRecords.isEmpty {
            done = try repair(try world.supply(done, server))
            #expect(done.rolledBack == [])
        }
        #expect(try survey().findings == [])
        #expect(try world.picture(store) == before)
    }

    @Test("sends what it writes, and is read by the others")
    func writes() throws {
        var random = SplitMix64(seed: 5)
        try world.write(store, world.otherKey, &random, count: 9)
        let isSent = try world.sync(store, world.otherKey, server)
        #expect(isSent)
        let ada = try world.open(world.template)
        let isRead = try world.sync(ada, world.key, server)
        #expect(isRead)
        let again = try world.sync(store, world.otherKey, server)
        #expect(again)
        let hashes = try [store, ada].map { store in
            try store.read { store in
                try store.sets().compactMap { try store.copy(of: $0)?.contentHash }
            }
        }
        #expect(hashes[0] == hashes[1])
        #expect(try server.survey().findings == [])
    }
}
