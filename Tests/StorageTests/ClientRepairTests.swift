import AnnotationModel
import Glibc
import MemoryStorage
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A damaged client's store")
struct ClientRepairTests {
    private static let flips =
        getenv("POSTIL_FLIPS").flatMap { Int(String(cString: $0)) } ?? 150

    @Test("that is sound is found sound, and is what its log says")
    func sound() throws {
        let world = try RepairWorld(seed: 1)
        let store = try world.open(world.template)
        let survey = try store.survey { world.replica($0, world.key) }
        #expect(survey.findings == [])
        #expect(survey.lostRows == [])
        let before = try world.picture(store)
        let again = try store.repair(with: Supply(), keepingLostIn: nil) {
            world.replica($0, world.key)
        }
        #expect(again.findings == [])
        #expect(try world.picture(store) == before)
    }

    @Test("is looked at in memory where nothing can be written")
    func readOnly() throws {
        let world = try RepairWorld(seed: 6)
        let path = try world.copy(world.template, "closed")
        let store = try world.open(path)
        try store.database.write { try $0.run(script: "UPDATE entity SET alive = 2") }
        // No folder can be made in one that is gone, also not by root.
        let moved = rename(path, path + "-moved")
        #expect(moved == 0)
        defer { rename(path + "-moved", path) }
        let survey = try store.survey { world.replica($0, world.key) }
        #expect(survey.findings.contains { $0.table == "entity" })
    }

    /// What a store is after it was mended and synced, and what its twin is.
    private struct Tally {
        var unnoticed = 0
        var noticed = 0
        var unopenable = 0
        var lost = 0
        var rolledBack = 0
        var remedies: [String: Int] = [:]
    }

    private func mend(
        _ path: String, _ world: RepairWorld, _ twin: [String], _ rows: [String],
        _ tally: inout Tally, _ label: String
    ) throws {
        let store: ClientStore
        do {
            store = try world.open(path)
        } catch {
            tally.unopenable += 1
            return
        }
        let found = try store.survey { world.replica($0, world.key) }
        if found.findings.isEmpty {
            tally.unnoticed += 1
            #expect(try Self.rows(store) == rows, "\(label): not noticed")
            return
        }
        tally.noticed += 1
        let server = try RepairWorld.openServer(world.copy(world.server, "server-copy"))
        defer { world.remove(world.folder.path("server-copy")) }
        for finding in found.findings {
            tally.remedies[finding.remedy.rawValue, default: 0] += 1
        }
        var done = try store.repair(with: Supply(), keepingLostIn: nil) {
            world.replica($0, world.key)
        }
        if !done.missingRecords.isEmpty || !done.missingMembers.isEmpty {
            let supply = try world.supply(done, server)
            done = try store.repair(with: supply, keepingLostIn: nil) {
                world.replica($0, world.key)
            }
        }
        tally.rolledBack += done.rolledBack.count
        let after = try store.survey { world.replica($0, world.key) }
        #expect(after.findings == [], "\(label): \(found.findings)")
        #expect(try world.sync(store, world.key, server), "\(label): stopped")
        if found.findings.contains(where: { $0.remedy == .none }) {
            #expect(!found.lostRows.isEmpty, "\(label): lost and not kept")
            tally.lost += 1
            return
        }
        #expect(try world.picture(store) == twin, "\(label): \(found.findings)")
    }

    @Test("is mended after a bit of any column of any table was flipped")
    func columns() throws {
        let world = try RepairWorld(seed: 2)
        let twin = try twin(world)
        var random = SplitMix64(seed: 22)
        var tally = Tally()
        let rows = try Self.rows(world.open(world.template))
        for table in ClientTable.all {
            for column in table.columns + [.init(name: "sum", kind: .integer)] {
                let path = try world.copy(world.template, "flipped")
                defer { world.remove(path) }
                let store = try world.open(path)
                let label = "\(table.name).\(column.name)"
                guard try flip(column, table, store, &random) else { continue }
                let before = tally.noticed
                try mend(path, world, twin, rows, &tally, label)
                #expect(tally.noticed == before + 1, "\(label)")
            }
        }
        print("repair, client, one bit a column: \(tally)")
        #expect(tally.lost == 0)
        #expect(tally.unnoticed == 0)
    }

    @Test("is mended after any bit of its file was flipped")
    func anywhere() throws {
        let world = try RepairWorld(seed: 3)
        let twin = try twin(world)
        let rows = try Self.rows(world.open(world.template))
        var random = SplitMix64(seed: 33)
        var tally = Tally()
        let size = try RepairWorld.octets(world.template + "/store.db").count
        for _ in 0..<Self.flips {
            let path = try world.copy(world.template, "flipped")
            defer { world.remove(path) }
            let place = Int(random.next() % UInt64(size - 4_096)) + 4_096
            let bit = UInt8(random.next() % 8)
            var octets = try RepairWorld.octets(path + "/store.db")
            octets[place] ^= 1 << bit
            try RepairWorld.put(octets, into: path + "/store.db")
            try mend(path, world, twin, rows, &tally, "place \(place), bit \(bit)")
        }
        print("repair, client, \(Self.flips) bits of the file (seed 33): \(tally)")
        #expect(tally.noticed > Self.flips / 10)
    }

    @Test("is mended after all of any row but its key was overwritten, or the row taken away")
    func rows() throws {
        let world = try RepairWorld(seed: 4)
        let twin = try twin(world)
        let rows = try Self.rows(world.open(world.template))
        var random = SplitMix64(seed: 44)
        var tally = Tally()
        var noticed: [String: Int] = [:]
        for table in ClientTable.all {
            for round in 0..<4 {
                let path = try world.copy(world.template, "flipped")
                defer { world.remove(path) }
                let store = try world.open(path)
                let isGone = round == 3
                guard try overwrite(table, store, isGone: isGone, &random) else { continue }
                let before = tally.noticed
                // What nothing names and nothing follows from is not missed.
                if isGone, Self.unmissed.contains(table.name) { continue }
                try mend(path, world, twin, rows, &tally, "\(table.name), round \(round)")
                #expect(tally.noticed == before + 1, "\(table.name), round \(round)")
                noticed[table.name, default: 0] += tally.noticed - before
            }
        }
        print("repair, client, whole rows (seed 44): \(tally)")
        #expect(noticed.count == ClientTable.all.count)
    }

    /// Tables of which a row that is gone leaves no trace.
    private static let unmissed: Set<String> = [
        "setting", "blob_part", "want", "drawer", "merge_event", "change", "written_here", "alias",
        "blob", "lost_record", "lost_member",
    ]

    /// Overwrites all columns that are no key with octets at random, or takes the row away.
    private func overwrite(
        _ table: SealedTable, _ store: ClientStore, isGone: Bool, _ random: inout SplitMix64
    ) throws -> Bool {
        var sums: [Int64] = []
        try store.database.query(composed: "SELECT sum FROM \(table.name)", []) {
            sums.append(try $0.integer(0))
        }
        guard let sum = sums.randomElement(using: &random) else { return false }
        var values: [Value] = []
        var changes: [String] = []
        for column in table.columns.dropFirst(table.keyCount) {
            changes.append("\(column.name) = ?")
            let noise = (0..<40).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            switch column.kind {
            case .integer: values.append(.integer(Int64(bitPattern: random.next())))
            case .text: values.append(.text("\(random.next())"))
            case .blob: values.append(.blob(noise))
            }
        }
        if changes.isEmpty {
            changes.append("sum = ?")
            values.append(.integer(Int64(bitPattern: random.next())))
        }
        let sql =
            isGone
            ? "DELETE FROM \(table.name)"
            : "UPDATE \(table.name) SET "
                + changes.joined(separator: ", ")
        try store.database.write { database in
            try database.query(
                composed: sql + " WHERE sum = ?", (isGone ? [] : values) + [.integer(sum)]
            ) { _ in }
        }
        return true
    }

    /// What the store without a flip is, after a sync.
    private func twin(_ world: RepairWorld) throws -> [String] {
        let path = try world.copy(world.template, "twin")
        let server = try world.copy(world.server, "server-twin")
        let store = try world.open(path)
        #expect(try world.sync(store, world.key, RepairWorld.openServer(server)))
        return try world.picture(store)
    }

    /// All rows of all tables.
    static func rows(_ store: ClientStore) throws -> [String] {
        try store.database.read { database in
            var rows: [String] = []
            for table in ClientTable.all {
                var lines: [String] = []
                let names = (table.columns.map(\.name) + ["sum"]).joined(separator: ", ")
                try database.query(composed: "SELECT \(names) FROM \(table.name)", []) { row in
                    let values = (0...table.columns.count).map { row.anything($0).shown }
                    lines.append("\(table.name) \(values)")
                }
                rows += lines.sorted()
            }
            return rows
        }
    }

    /// Flips a bit of a column in a row that has one; says whether there was one.
    private func flip(
        _ column: SealedTable.Column, _ table: SealedTable, _ store: ClientStore,
        _ random: inout SplitMix64
    ) throws -> Bool {
        var sums: [(sum: Int64, value: Value)] = []
        try store.database.query(
            composed: """
                SELECT sum, \(column.name) FROM \(table.name)
                WHERE \(column.name) IS NOT NULL AND \(column.name) IS NOT X''
                """, []
        ) { sums.append((try $0.integer(0), $0.anything(1))) }
        guard let row = sums.randomElement(using: &random) else { return false }
        var value = row.value
        switch value {
        case .integer(let integer): value = .integer(integer ^ 1 << Int64(random.next() % 62))
        case .blob(var octets):
            octets[Int(random.next() % UInt64(octets.count))] ^= 1 << UInt8(random.next() % 7)
            value =
                column.kind == .text
                ? .text(String(decoding: octets, as: UTF8.self)) : .blob(octets)
        default: return false
        }
        try store.database.write { database in
            try database.query(
                composed: "UPDATE \(table.name) SET \(column.name) = ? WHERE sum = ?",
                [value, .integer(row.sum)]
            ) { _ in }
        }
        return true
    }
}
