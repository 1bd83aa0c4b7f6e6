import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A flipped bit in any row is noticed")
struct ClientDamageTests {
    private typealias V = ClientValues
    private struct PutBack: Error {}
    private let port: SQLitePort

    /// A store with a row in every table.
    init() throws {
        port = try SQLitePort()
        let article = ArticlePayload(
            title: "A", url: nil, format: .plain, extractor: 1,
            text: .init(hash: V.hash(1), count: 5), source: .init(hash: V.hash(2), count: 6))
        try port.store.write { store throws in
            let set = V.set(0)
            let copy = try store.makeCopy(of: set, V.copyState(set))
            try store.putSetting(.deviceName, [1])
            try copy.append(V.memberEntry(1))
            try copy.put(V.op(1, on: 1, .pending, first: 4))
            try copy.putAcceptedAgain(V.identity(9, scope: 1), as: V.dot(1))
            try copy.put(V.state(1, payload: article.encoded()), of: V.entity(0), .confirmed)
            try copy.put(V.state(2, article: 0), of: V.entity(2), .confirmed)
            try copy.put(V.state(3, article: 0, parent: 2), of: V.entity(1), .confirmed)
            try copy.put(V.state(4, article: 0, parent: 2), of: V.entity(1), .shown)
            try copy.putText(BodyText(text: "text", heads: [V.identity(1)]), of: V.entity(1))
            try copy.add(V.token(1, dot: 2), to: V.entity(1), .confirmed).check()
            try copy.add(V.token(1, dot: 3), to: V.entity(1), .shown).check()
            try copy.appendToOutbox(V.dot(1))
            try copy.appendSealed(V.bundle(1, set: set))
            try copy.append(V.record(1, set: set))
            try copy.putHead(
                ChainHead(counter: 1, hash: V.hash(1), epoch: V.octets(1)), of: V.replica(1))
            try store.putBlob(V.hash(3), [1, 2, 3])
            try store.appendBlobPart(V.hash(4), [1, 2, 3])
            try store.append(V.drawerItem(1))
            try copy.append(V.event(1, of: 1))
            try store.appendChange(
                LocalChange(
                    milliseconds: 1, command: "note", set: set, ops: [V.identity(1)], undoes: 1))
            try store.putWrittenHere(V.identity(1))
            try store.putAlias(V.entity(5), for: V.entity(0))
            let lost = RecordAgain(previous: V.hash(5), record: V.record(2, set: set))
            try copy.putLost(LostRecord(again: lost, author: V.account(1)))
            try copy.putLostMembers([V.memberEntry(2)])
        }
    }

    @Test("by a check, in every column of every table")
    func checkNotices() throws {
        let store = port.store
        #expect(try store.check(deep: true) == [])
        for table in ClientTable.all {
            for column in table.columns + [.init(name: "sum", kind: .integer)] {
                var found: [String] = []
                #expect(throws: PutBack.self) {
                    try store.database.write { database in
                        try flip(column, of: table, in: database)
                        found = try store.check(table, in: database)
                        throw PutBack()
                    }
                }
                #expect(found.count == 1, "\(table.name).\(column.name)")
                #expect(found.first?.contains("table \(table.name) ") == true)
            }
        }
        #expect(try store.check(deep: true) == [])
    }

    @Test(
        "by a read, in every table",
        arguments: ["setting", "copy", "member", "op", "entity", "token", "outbox"]
            + ["sealed", "head", "again", "blob", "blob_part", "want", "drawer"]
            + ["merge_event", "change", "written_here", "alias", "lost_record", "lost_member"])
    func readNotices(_ name: String) throws {
        let table = try #require(ClientTable.all.first { $0.name == name })
        try read()
        try port.store.database.write { database in
            try flip(.init(name: "sum", kind: .integer), of: table, in: database)
        }
        let again = try SQLitePort.open(port.folder)
        let error = try #require(throws: StoreError.self) { try read(again) }
        #expect(error.code == .damaged)
        #expect(error.message.contains("table \(name) "))
    }

    private func read(_ store: ClientStore? = nil) throws {
        try (store ?? port.store).read { store throws in
            let copy = try #require(try store.copy(of: V.set(0)))
            _ = try ClientPortCalls.picture(of: copy)
            _ = try copy.lostRecords()
            _ = try copy.lostMembers()
            _ = try store.blob(V.hash(3))
            _ = try store.blobPart(V.hash(4))
            _ = try store.missingBlobs()
            _ = try store.drawer()
            _ = try store.mergeEvents(set: nil, entity: nil, limit: 9)
            _ = try store.changes(limit: 9)
            _ = try store.wroteHere(V.identity(1))
            _ = try store.entity(V.entity(5))
        }
    }

    @Test("by a query, in the row it finds")
    func queryNotices() throws {
        try port.store.database.write { database in
            try flip(.init(name: "shown", kind: .blob), of: ClientTable.entity, in: database)
        }
        let error = try #require(throws: StoreError.self) {
            try port.store.read { try $0.entities(EntityQuery(includeDead: true)) }
        }
        #expect(error.code == .damaged)
    }

    @Test("by a deep check, in what is derived from tokens")
    func derived() throws {
        try port.store.database.write { try $0.execute("DELETE FROM token") }
        #expect(try port.store.check(deep: false) == [])
        let found = try port.store.check(deep: true)
        #expect(found.count == 1)
        #expect(found.first?.contains("alive") == true)
    }

    /// Changes one bit, or one sign, of one row.
    private func flip(
        _ column: SealedTable.Column, of table: SealedTable, in database: Database
    ) throws {
        var change: (sum: Int64, value: String)?
        try database.query(
            composed: """
                SELECT sum, quote(\(column.name)), typeof(\(column.name)) FROM \(table.name)
                WHERE \(column.name) IS NOT NULL AND \(column.name) IS NOT X'' LIMIT 1
                """, []
        ) { row in
            let old = try row.text(1)
            var value = old.dropLast(2) + (old.dropLast().last == "0" ? "1'" : "0'")
            if try row.text(2) == "integer" { value = "\(old) + 1000" }
            if try row.text(2) == "text" { value = "\(old) || 'x'" }
            change = (try row.integer(0), String(value))
        }
        let (sum, value) = try #require(change, "nothing in \(table.name).\(column.name)")
        try database.run(
            script: "UPDATE \(table.name) SET \(column.name) = \(value) WHERE sum = \(sum)")
    }
}

extension Bool {
    /// Takes note of an answer that has to be true.
    fileprivate func check() { #expect(self) }
}
