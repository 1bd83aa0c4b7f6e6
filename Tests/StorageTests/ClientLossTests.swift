import AnnotationModel
import Glibc
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A client's store that cannot be mended whole")
struct ClientLossTests {
    private let world: RepairWorld
    private let store: ClientStore
    private let server: ServerStore

    init() throws {
        world = try RepairWorld(seed: 11)
        store = try world.open(world.template)
        server = try RepairWorld.openServer(world.server)
    }

    private func run(_ script: String) throws {
        try store.database.write { try $0.run(script: script) }
    }

    private func repair(
        _ supply: Supply = Supply(), keepingLostIn lost: LostRows? = nil
    ) throws -> StoreSurvey {
        try store.repair(with: supply, keepingLostIn: lost) { world.replica($0, world.key) }
    }

    private func survey() throws -> StoreSurvey {
        try store.survey { world.replica($0, world.key) }
    }

    /// The personal set's number and the end of its log.
    private func end() throws -> (number: Int64, set: SetID, seq: UInt64) {
        try store.read { store in
            let row = try #require(
                try store.rowsOfCopies().values.min { $0.number < $1.number })
            return (row.number, row.set, row.state.position.seq)
        }
    }

    // MARK: The store's own name

    @Test("keeps all that waits when the name that it goes by is lost", arguments: [false, true])
    func replica(isSynced: Bool) throws {
        if isSynced { #expect(try world.sync(store, world.key, server)) }
        let before = try world.picture(store)
        try run("UPDATE setting SET value = X'0102030405', sum = 77 WHERE key = 'replica'")
        let found = try survey()
        // No change is called lost; what was sealed went by the old name.
        #expect(Set(found.findings.map(\.table)).isSubset(of: ["setting", "sealed"]))
        #expect(found.findings.count { $0.remedy == .none } == 1)
        let done = try repair()
        #expect(done.lostRows.count == 1)
        #expect(done.hasNewIdentity)
        #expect(try world.picture(store) == before)
        #expect(try survey().findings == [])
        #expect(try world.sync(store, world.key, server))
        #expect(try world.picture(store) == before)
        let waiting = try store.read { store in
            try store.sets().reduce(0) { try $0 + (store.copy(of: $1)?.outbox().count ?? 0) }
        }
        #expect(waiting == 0)
    }

    @Test("goes on under a new name when its device's key is lost, and asks for a log-in")
    func deviceKey() throws {
        try store.write { store in
            try store.putSetting(.serverURL, Array("http://127.0.0.1:1".utf8))
            try store.putSetting(.token, Array("token".utf8))
        }
        let before = try world.picture(store)
        let name = try store.read { $0.replica }
        try run("UPDATE setting SET value = X'01', sum = 77 WHERE key = 'deviceSeed'")
        let done = try repair()
        #expect(done.hasNewIdentity && done.needsLogin)
        #expect(try store.read { $0.replica } != name)
        #expect(try store.read { try $0.setting(.token) } == nil)
        #expect(try world.picture(store) == before)
    }

    // MARK: What the server gives

    /// Damages a record in the middle and a row that follows from the log.
    private func damage() throws {
        let (number, _, seq) = try end()
        try run(
            """
            UPDATE record SET octets = zeroblob(9) WHERE copy = \(number) AND seq = \(seq / 2);
            UPDATE entity SET stamp = stamp + 5, alive = 3, body = 'x' WHERE number =
                (SELECT max(number) FROM entity WHERE copy = \(number));
            """)
    }

    @Test(
        "is left as it is while nobody gives what fits its log",
        arguments: ["nothing", "another record", "another log"])
    func unfitting(_ what: String) throws {
        let before = try world.picture(store)
        try damage()
        let rows = try ClientRepairTests.rows(store)
        let found = try survey()
        let (_, set, _) = try end()
        #expect(found.left == [set])
        let right = try world.supply(found, server)
        var supply = Supply()
        if what != "nothing" {
            supply.records[set] = try #require(right.records[set]).map { record in
                Record(
                    seq: record.seq, bundle: record.bundle, mask: record.mask,
                    members: record.members + 1, receipt: record.receipt)
            }
        }
        if what == "another log" {
            // All of it, so that even a whole chain is no proof.
            let all = try server.read { store in
                try store.set(set)?.records(after: 0, octetsMax: .max).records
            }
            supply.records[set] = try #require(all).map { record in
                Record(
                    seq: record.seq, bundle: record.bundle, mask: record.mask, members: 1,
                    receipt: record.receipt)
            }
        }
        let done = try repair(supply)
        #expect(!done.isMended && done.rolledBack == [])
        #expect(try ClientRepairTests.rows(store) == rows)
        // What fits mends it as if nothing had been tried.
        #expect(try repair(right).isMended)
        #expect(try survey().findings == [])
        #expect(try world.picture(store) == before)
    }

    @Test("goes back only where the server has the same log, and loses nothing by it")
    func rollBack() throws {
        let before = try world.picture(store)
        try damage()
        let (_, set, seq) = try end()
        var supply = Supply()
        supply.proven = [set]
        let done = try repair(supply)
        #expect(done.rolledBack == [set])
        #expect(!done.findings.contains { $0.remedy == .none })
        #expect(try end().seq == seq / 2 - 1)
        let cut = try store.read { store in
            try store.copy(of: set)?.lostRecords().filter { $0.fate != .aside }
        }
        #expect(cut?.count == Int(seq - seq / 2))
        #expect(try world.sync(store, world.key, server))
        #expect(try world.picture(store) == before)
        #expect(try end().seq >= seq)
    }

    // MARK: Several sets

    /// Another set, synced, with an article and notes in it.
    private func makeOther() throws -> Int64 {
        let set = try store.write { store in
            let replica = world.replica(store, world.key)
            let set = try replica.found(isPersonal: false)
            let author = Author(replica, try #require(try store.copy(of: set)))
            let blob = ArticlePayload.Blob(hash: .zero, count: 0)
            let article = try author.addArticle(
                ArticlePayload(
                    title: "t", url: nil, format: .plain, extractor: 1, text: blob, source: blob))
            let id = try #require(article?.entity)
            for number in 0..<5 {
                _ = try author.annotate(
                    ArticleID(id.octets), text: "other \(number)", anchor: nil)
            }
            return set
        }
        #expect(try world.sync(store, world.key, server))
        return try store.read { try #require(try $0.rowsOfCopies()[set]?.number) }
    }

    @Test("is mended in one set while another waits for what it lacks")
    func oneOfTwo() throws {
        let other = try makeOther()
        let first = try end()
        let before = try world.picture(store)
        let rows = try ClientRepairTests.rows(store)
        try run(
            """
            UPDATE member SET octets = zeroblob(7) WHERE copy = \(other) AND place = 1;
            UPDATE token SET shown = zeroblob(3), confirmed = X'05' WHERE entity =
                (SELECT max(number) FROM entity WHERE copy = \(other));
            UPDATE entity SET stamp = stamp + 5, alive = 3 WHERE number =
                (SELECT max(number) FROM entity WHERE copy = \(first.number));
            DELETE FROM op WHERE verdict = 0 AND copy = \(first.number);
            """)
        let found = try survey()
        #expect(found.missingMembers.count == 1)
        let done = try repair()
        #expect(done.isMended)
        let left = try survey()
        #expect(left.findings.allSatisfy { $0.set != first.set })
        #expect(left.findings.contains { $0.table == "token" && $0.remedy == .log })
        #expect(left.findings.contains { $0.table == "member" })
        let supply = try world.supply(left, server)
        #expect(try repair(supply).isMended)
        #expect(try survey().findings == [])
        #expect(try world.picture(store) == before)
        #expect(try ClientRepairTests.rows(store).count == rows.count)
    }

    @Test("does not go back in one set for what is wrong in another")
    func perCopy() throws {
        let other = try makeOther()
        let (number, set, seq) = try end()
        try run(
            """
            UPDATE record SET octets = zeroblob(9) WHERE copy = \(number) AND seq = 2;
            UPDATE op SET author = X'0011', entity = X'05' WHERE number =
                (SELECT max(number) FROM op WHERE copy = \(other));
            """)
        var supply = Supply()
        supply.proven = [set]
        let done = try repair(supply)
        #expect(done.rolledBack == [] && done.isMended)
        #expect(try end().seq == seq)
        #expect(try survey().left == [set])
    }

    // MARK: Beside others

    @Test("is not called damaged for what another program writes meanwhile")
    func live() throws {
        let other = try world.open(world.template)
        var random = SplitMix64(seed: 12)
        var count = 0
        let found = try store.survey { transaction in
            // Between the rows that are carried over and those that are compared.
            count += 1
            try world.write(other, world.key, &random, count: 3)
            return world.replica(transaction, world.key)
        }
        #expect(count == 1)
        #expect(found.findings == [])
    }

    @Test("keeps what nothing gives back before it is taken out, or takes nothing out")
    func kept() throws {
        try run("UPDATE drawer SET item = zeroblob(12)")
        let rows = try ClientRepairTests.rows(store)
        let nowhere = LostRows(path: world.folder.path("none/lost.jsonl"))
        #expect(throws: StoreError.self) { try repair(keepingLostIn: nowhere) }
        #expect(try ClientRepairTests.rows(store) == rows)
        let file = LostRows(path: world.folder.path("lost.jsonl"))
        #expect(try repair(keepingLostIn: file).isMended)
        let octets = try RepairWorld.octets(file.path)
        #expect(octets.starts(with: Array("{\"table\":\"drawer\"".utf8)) && octets.last == 0x0A)
    }

    @Test("says that nothing gives back what lies in a table that cannot be read")
    func unread() throws {
        let page = try #require(
            try store.database.firstInteger(
                "SELECT rootpage FROM sqlite_schema WHERE name = 'drawer'"))
        try store.database.checkpoint()
        let path = try world.copy(world.template, "torn")
        var octets = try RepairWorld.octets(path + "/store.db")
        let start = Int(page - 1) * 4_096
        for place in start..<start + 4_096 { octets[place] = 0xA5 }
        try RepairWorld.put(octets, into: path + "/store.db")
        let torn = try world.open(path)
        let done = try torn.repair(with: Supply(), keepingLostIn: nil) {
            world.replica($0, world.key)
        }
        #expect(done.findings.contains { $0.table == "drawer" && $0.remedy == .none })
        #expect(!done.lostRows.isEmpty)
    }

    @Test("is read by the places of its columns where the definition of a table is damaged")
    func definition() throws {
        try store.database.checkpoint()
        let before = try world.picture(store)
        let path = try world.copy(world.template, "misdefined")
        var octets = try RepairWorld.octets(path + "/store.db")
        let text = Array("members INTEGER".utf8)
        let place = try #require(
            octets.indices.first { octets[$0...].starts(with: text) })
        octets[place + 3] ^= 1
        try RepairWorld.put(octets, into: path + "/store.db")
        let damaged = try world.open(path)
        let done = try damaged.repair(with: Supply(), keepingLostIn: nil) {
            world.replica($0, world.key)
        }
        #expect(done.findings.contains { $0.what.contains("the definition of the table copy") })
        #expect(done.lostRows == [])
        #expect(try damaged.survey { world.replica($0, world.key) }.findings == [])
        #expect(try world.picture(damaged) == before)
    }
}
