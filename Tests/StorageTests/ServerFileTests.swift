import Access
import AnnotationModel
import CRDT
import Glibc
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite struct ServerFileTests {
    let folder: ServerFolder
    let store: ServerStore

    init() throws {
        folder = try ServerFolder()
        store = try ServerWorld.open(folder)
    }

    /// A store with at least one row in each table.
    private func fill() throws -> SetID {
        try store.write { store in
            let id = try store.makeAccount(name: "ada", isAdmin: true, now: 1)
            var owner = ServerPerson(1, account: id)
            _ = try store.addDevice(
                id, key: owner.signer.key, name: "x", tokenHash: ServerWorld.octets32(8), now: 1)
            let set = try ServerWorld.found(owner, in: store)
            try store.putPersonalSet(set, of: id)
            try store.addInvite(
                Invite(
                    codeHash: .zero, purpose: .set(set, .reader, by: id), expires: 9, usesLeft: 2))
            let ops = [ServerWorld.addArticle(), ServerWorld.annotate("one")]
            let again = ServerWorld.annotate("two").reissued(
                as: .init(scope: .zero, dot: owner.nextDot, hash: .zero))
            let bundles = [owner.bundle(ops, in: set), owner.bundle([again], in: set)]
            #expect(try ServerWorld.push(bundles, by: owner, to: set, in: store) == [.ok, .ok])
            let blob: [UInt8] = [1, 2, 3]
            _ = try store.appendBlob(set, ServerWorld.hashing.hash(blob), count: 3, at: 0, blob)
            try store.appendAudit(action: "a", by: id, detail: "d", now: 1)
            return set
        }
    }

    @Test func onlyTheOwnerMayReadIt() async throws {
        await #expect(processExitsWith: .success) {
            umask(0)
            let folder = try ServerFolder()
            let store = try ServerWorld.open(folder)
            try store.write { _ = try $0.makeAccount(name: "ada", isAdmin: true, now: 1) }
            let data = folder.path + "/data"
            #expect(ServerFolder.mode(data) == 0o700)
            for file in ["", "-wal", "-shm"] {
                #expect(ServerFolder.mode(data + "/server.db" + file) == 0o600)
            }
            try store.backup(to: folder.path + "/copy")
            #expect(ServerFolder.mode(folder.path + "/copy") == 0o700)
            #expect(ServerFolder.mode(folder.path + "/copy/server.db") == 0o600)
        }
    }

    @Test func aStoreOpenedAgainIsTheSame() throws {
        let set = try fill()
        let again = try ServerWorld.open(folder)
        #expect(try again.epoch() == store.epoch() && again.serverSeed == store.serverSeed)
        #expect(again.serverSeed.count == 32)
        #expect(try again.counts() == store.counts())
        let counts = try again.counts()
        #expect(counts.accounts == 1 && counts.devices == 1 && counts.sets == 1)
        #expect(counts.records == 2 && counts.blobs == 1)
        let content = try store.read { try $0.set(set)?.contentHash }
        #expect(try again.read { try $0.set(set)?.contentHash } == content)
        #expect(content != 0)
    }

    @Test func aReadSeesOneStateHoweverLongItTakes() throws {
        let other = try ServerWorld.open(folder)
        let count = try store.read { transaction in
            try other.write { _ = try $0.makeAccount(name: "ada", isAdmin: false, now: 1) }
            return try transaction.accounts().count
        }
        #expect(count == 0)
        #expect(try store.read { try $0.accounts().count } == 1)
    }

    @Test func aNewEpochKeepsTheKey() throws {
        let set = try fill()
        let before = try store.epoch()
        let again = try ServerWorld.open(folder, isNewEpoch: true)
        #expect(try again.epoch() != before && again.serverSeed == store.serverSeed)
        #expect(try store.epoch() == again.epoch(), "what is open learns of it")
        #expect(try store.read { try $0.set(set)?.isHeld } == true)
    }

    @Test func aBackupIsAStore() throws {
        let set = try fill()
        try store.backup(to: folder.path + "/copy")
        let copy = try ServerWorld.open(folder.path + "/copy", isNewEpoch: true)
        #expect(try copy.counts() == store.counts())
        #expect(try copy.check(deep: true) == [])
        #expect(try copy.epoch() != store.epoch())
        #expect(try copy.read { try $0.set(set)?.end.seq } == 2)
        #expect(throws: StoreError(.missing, "")) { try store.backup(to: folder.path + "/copy") }
    }

    @Test func whatIsNoStoreOrNewerIsRefused() throws {
        let database = try Database(folder.path + "/data/server.db")
        try database.write { try $0.run(script: "PRAGMA user_version = 99") }
        #expect(throws: StoreError(.tooNew, "")) { try ServerWorld.open(folder) }
        try database.write { try $0.run(script: "PRAGMA application_id = 99") }
        #expect(throws: StoreError(.notAStore, "")) { try ServerWorld.open(folder) }
        #expect(throws: StoreError(.missing, "")) {
            try ServerWorld.open(folder.path + "/no/such")
        }
    }

    @Test func everyChangedColumnOfEveryTableIsNoticed() throws {
        let set = try fill()
        // A set that waits after a restore has a row of its own.
        try store.write { try $0.beginEpoch(ClientValues.octets(77)) }
        // And one that was cut has a snapshot.
        try store.write { store in
            let log = try #require(try store.set(set))
            let isMore = try LogCut(ServerWorld.hashing).step(log, through: 1)
            #expect(!isMore && log.start == 1 && log.end.seq > 1)
        }
        #expect(try store.check(deep: true) == [])
        struct Undo: Error {}
        var tried = 0
        for (table, column) in try columns() {
            var messages: [String] = []
            #expect(throws: Undo.self) {
                try store.withWriter { writer in
                    try writer.database.write { database in
                        try database.run(
                            script: """
                                PRAGMA defer_foreign_keys = ON;
                                UPDATE \(table) SET \(column) = CASE typeof(\(column))
                                    WHEN 'integer' THEN \(column) + 1000
                                    WHEN 'text' THEN \(column) || 'x'
                                    ELSE randomblob(max(length(\(column)), 1)) END
                                """)
                        var check = ServerCheck(writer)
                        messages = try check.run()
                        throw Undo()
                    }
                }
            }
            tried += 1
            #expect(
                messages.contains { $0.contains(table) || $0.contains("log") }, "\(table).\(column)"
            )
        }
        #expect(tried > 60)
        #expect(try store.check(deep: true) == [])
    }

    private func columns() throws -> [(table: String, column: String)] {
        try store.withReader { reader in
            var result: [(table: String, column: String)] = []
            try reader.database.query(
                """
                SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
                WHERE m.type = 'table' ORDER BY m.name, c.cid
                """
            ) { result.append((try $0.text(0), try $0.text(1))) }
            // A place in the table, which no sum covers and nothing but the order depends on.
            return result.filter { table, column in
                column != "one" && (column != "num" || table == "peer_set")
            }
        }
    }

    @Test func aDamagedRowIsRefusedWhenItIsRead() throws {
        let set = try fill()
        try change("UPDATE record SET body = randomblob(length(body)) WHERE seq = 2")
        try change("UPDATE entity SET state = randomblob(length(state))")
        try store.read { store in
            let set = try #require(try store.set(set))
            #expect(throws: StoreError(.damaged, "")) { try set.records(after: 0, octetsMax: 9999) }
            #expect(try set.running(at: 1) != nil)
            let article = EntityID(ServerWorld.article)
            #expect(throws: StoreError(.damaged, "")) { try set.entity(article, .confirmed) }
        }
        try change("DELETE FROM member WHERE place = 1")
        #expect(throws: StoreError(.damaged, "")) {
            try ServerWorld.open(folder).read { _ = try $0.set(set) }
        }
    }

    @Test func rowsThatAreGoneOrBrokenOffAreNoticed() throws {
        _ = try fill()
        try change("DELETE FROM record WHERE seq = 2")
        #expect(try store.check(deep: true).count == 1)
        #expect(try store.check(deep: false) == [])
    }

    private func change(_ sql: String) throws {
        let other = try Database(folder.path + "/data/server.db")
        try other.write { try $0.run(script: sql) }
    }

    @Test func statementsOfTheUsualRequestsStayFew() throws {
        let set = try fill()
        let token = ServerWorld.octets32(8)
        let idle: @Sendable (ServerTransaction) throws -> Void = { store in
            let caller = try #require(try store.caller(tokenHash: token))
            let set = try #require(try store.set(set))
            #expect(set.membership.role(of: caller.account.id) != nil)
            #expect(try set.running(at: set.end.seq) == set.end.running)
            #expect(try set.records(after: set.end.seq, octetsMax: 1).records.isEmpty)
        }
        try store.read(idle)
        #expect(try steps { try store.read(idle) } == 3)
        try store.write { try $0.appendAudit(action: "a", by: .none, detail: "", now: 1) }
        // After another's commit: epoch, device, account, set, hold, the ends of its snapshot and
        // of its log again.
        let anew = try steps { try store.read(idle) }
        #expect(anew == 9)
    }

    private func steps(_ body: () throws -> Void) throws -> Int {
        let before = try store.withReader { $0.database.counts.steps }
        try body()
        return try store.withReader { $0.database.counts.steps } - before
    }

    @Test(arguments: [(1, 14), (100, 509)]) func statementsOfAPushStayFew(ops: Int, expected: Int)
        throws
    {
        var owner = ServerPerson(1)
        let set = try store.write { store in
            let set = try ServerWorld.found(owner, in: store)
            let bundle = owner.bundle([ServerWorld.addArticle()], in: set)
            _ = try ServerWorld.push([bundle], by: owner, to: set, in: store)
            return set
        }
        let bundle = owner.bundle((0..<ops).map { ServerWorld.annotate("\($0)") }, in: set)
        let person = owner
        let before = try store.withWriter { $0.database.counts.steps }
        let results = try store.write {
            try ServerWorld.push([bundle], by: person, to: set, in: $0)
        }
        #expect(results == [.ok])
        let steps = try store.withWriter { $0.database.counts.steps } - before
        #expect(steps == expected)
    }
}
