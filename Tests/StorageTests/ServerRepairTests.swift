import AnnotationModel
import CRDT
import Crypto
import Glibc
import MemoryStorage
import Octets
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A damaged server's store")
struct ServerRepairTests {
    private static let flips =
        getenv("POSTIL_FLIPS").flatMap { Int(String(cString: $0)) } ?? 150
    private let world: RepairWorld
    private let rows: [String]

    init() throws {
        world = try RepairWorld(seed: 7)
        let server = try RepairWorld.openServer(world.server)
        let account = world.account
        try server.write { store in
            let set = try #require(try store.sets(of: account).first)
            _ = try store.addDevice(
                account, key: .zero, name: "train", tokenHash: .zero, now: 1)
            try store.addInvite(
                Invite(
                    codeHash: ClientValues.hash(1), purpose: .account(isAdmin: false), expires: 9))
            try store.appendAudit(action: "made", by: account, detail: "x", now: 1)
            let text = RepairWorld.text
            for (start, part) in [(0, text.prefix(10)), (10, text.dropFirst(10))] {
                _ = try store.appendBlob(
                    set, RepairWorld.hashing.hash(text), count: text.count, at: start, Array(part))
            }
        }
        try server.withWriter { try $0.database.checkpoint() }
        rows = try Self.rows(server)
    }

    private static func rows(_ server: ServerStore) throws -> [String] {
        try server.withReader { reader in
            try reader.database.read { database in
                var rows: [String] = []
                for table in ServerTable.all {
                    let columns = table.columns + table.unsealed.filter { $0.name == "body" }
                    let names = columns.map(\.name).joined(separator: ", ")
                    var lines: [String] = []
                    try database.query(composed: "SELECT \(names) FROM \(table.name)", []) { row in
                        let values = columns.indices.map { row.anything($0) }.map { "\($0)" }
                        lines.append("\(table.name) \(values)")
                    }
                    rows += lines.sorted()
                }
                return rows
            }
        }
    }

    @Test("that is sound is found sound, and is what its logs say")
    func sound() throws {
        let server = try RepairWorld.openServer(world.server)
        #expect(try server.survey().findings == [])
        #expect(try server.repair(from: .none).findings == [])
        #expect(try Self.rows(server) == rows)
    }

    private struct Tally {
        var unnoticed = 0
        var noticed = 0
        var unopenable = 0
        var fromCopy = 0
        var lost = 0
        var remedies: [String: Int] = [:]
    }

    private func mend(_ path: String, _ tally: inout Tally, _ label: String) throws {
        guard let server = try? RepairWorld.openServer(path, mends: true) else {
            tally.unopenable += 1
            return
        }
        let found = try server.survey()
        for finding in found.findings {
            tally.remedies[finding.remedy.rawValue, default: 0] += 1
        }
        if found.findings.isEmpty {
            tally.unnoticed += 1
            #expect(try Self.rows(server) == rows, "\(label): not noticed")
            return
        }
        tally.noticed += 1
        _ = try server.repair(from: .none)
        if try !server.survey().findings.isEmpty {
            tally.fromCopy += 1
            _ = try server.repair(from: RepairWorld.openServer(world.server).source())
        }
        #expect(try server.survey().findings == [], "\(label): \(found.findings)")
        #expect(try server.check(deep: true) == [], "\(label)")
        if found.findings.contains(where: { $0.remedy == .none }) {
            #expect(!found.lostRows.isEmpty, "\(label)")
            tally.lost += 1
            return
        }
        #expect(try Self.rows(server) == rows, "\(label): \(found.findings)")
    }

    @Test("is mended after a bit of any column of any table was flipped")
    func columns() throws {
        var random = SplitMix64(seed: 8)
        var tally = Tally()
        for table in ServerTable.all {
            let sum = SealedTable.Column(name: "sum", kind: .integer)
            for column in table.columns + [sum] + table.unsealed.filter({ $0.name == "body" }) {
                let path = try world.copy(world.server, "flipped")
                defer { world.remove(path) }
                let label = "\(table.name).\(column.name)"
                guard try Self.flip(column, table, path, &random) else { continue }
                let before = tally.noticed
                try mend(path, &tally, label)
                #expect(tally.noticed == before + 1, "\(label)")
            }
        }
        print("repair, server, one bit a column: \(tally)")
        #expect(tally.lost == 0)
    }

    @Test("is mended after any bit of its file was flipped")
    func anywhere() throws {
        var random = SplitMix64(seed: 9)
        var tally = Tally()
        let size = try RepairWorld.octets(world.server + "/server.db").count
        for _ in 0..<Self.flips {
            let path = try world.copy(world.server, "flipped")
            defer { world.remove(path) }
            let place = Int(random.next() % UInt64(size - 4_096)) + 4_096
            let bit = UInt8(random.next() % 8)
            var octets = try RepairWorld.octets(path + "/server.db")
            octets[place] ^= 1 << bit
            try RepairWorld.put(octets, into: path + "/server.db")
            try mend(path, &tally, "place \(place), bit \(bit)")
        }
        print("repair, server, \(Self.flips) bits of the file (seed 9): \(tally)")
        #expect(tally.noticed > Self.flips / 10)
    }

    @Test(
        "gets a record, a membership entry or a text that is gone from a device's store",
        arguments: [
            "DELETE FROM record WHERE seq = 3", "DELETE FROM record WHERE seq IN (1, 2, 4)",
            "UPDATE record SET body = zeroblob(9) WHERE seq = 2",
            "DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)",
            "DELETE FROM member WHERE place = 2", "DELETE FROM blob_part WHERE start = 10",
            "DELETE FROM entity; DELETE FROM token; DELETE FROM record WHERE seq = 2",
        ])
    func fromDevice(_ sql: String) throws {
        let server = try RepairWorld.openServer(world.server)
        try server.withWriter { writer in
            try writer.database.write { try $0.run(script: sql) }
        }
        #expect(try !server.survey().findings.isEmpty)
        let alone = try server.repair(from: .none)
        #expect(alone.findings.contains { $0.remedy == .copy })
        let device = try ServerSource(client: world.template, hashing: RepairWorld.hashing)
        _ = try server.repair(from: device)
        #expect(try server.survey().findings == [])
        // A text that came as a whole lies in one part.
        let isText = sql.contains("blob")
        let now = Set(try Self.rows(server)).symmetricDifference(rows)
        #expect(now.filter { !isText || !$0.hasPrefix("blob_part") } == [])
    }

    /// Flips a bit of a column in a row that has one; says whether there was one.
    private static func flip(
        _ column: SealedTable.Column, _ table: SealedTable, _ path: String,
        _ random: inout SplitMix64
    ) throws -> Bool {
        let server = try RepairWorld.openServer(path)
        var rows: [(sum: Int64, value: Value)] = []
        try server.withReader { reader in
            try reader.database.query(
                composed: """
                    SELECT sum, \(column.name) FROM \(table.name)
                    WHERE \(column.name) IS NOT NULL AND \(column.name) IS NOT X''
                    """, []
            ) { rows.append((try $0.integer(0), $0.anything(1))) }
        }
        guard let row = rows.randomElement(using: &random) else { return false }
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
        let sum = row.sum
        do {
            try server.withWriter { writer in
                try writer.database.write { database in
                    try database.query(
                        composed: "UPDATE \(table.name) SET \(column.name) = ? WHERE sum = ?",
                        [value, .integer(sum)]
                    ) { _ in }
                }
            }
        } catch {
            // An account that a device refers to keeps its id, at least by this way.
            return false
        }
        return true
    }
}
