import Foundation
import Testing

@testable import SQLite

@Suite("A flipped bit of a write-ahead log")
struct LogDamageTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("log-damage-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("a.db").path }

    /// A file of which all lies in the log, in several commits; the log's octets.
    private func make() throws -> [UInt8] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try Database(path)
        try database.write { try $0.run(script: "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)") }
        for number in 0..<12 {
            try database.write { database in
                try database.execute(
                    "INSERT INTO t VALUES (?, randomblob(3000))", .integer(Int64(number)))
            }
        }
        try database.close()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")))
    }

    @Test("is told by the log's checksums, wherever it is, and mended")
    func told() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try make()
        #expect(LogDamage(in: log) == nil)
        var state: UInt64 = 5
        var told = 0
        for round in 0..<160 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // The head and the first heads of frames are small: each gets its share.
            let size = round % 4 == 0 ? 64 : log.count
            let place = Int(state >> 33) % size
            let bit = UInt8(state >> 8 & 7)
            var damaged = log
            damaged[place] ^= 1 << bit
            let found = LogDamage(in: damaged)
            guard let found else {
                Issue.record("octet \(place), bit \(bit)")
                continue
            }
            // Either the log as it was, or one that is read to its end with the bit in it.
            if found.place != nil {
                #expect(found.mended == log, "octet \(place), bit \(bit)")
                told += 1
            } else {
                #expect(found.mended.count == log.count && LogDamage(in: found.mended) == nil)
                try Data(found.mended).write(to: URL(fileURLWithPath: path + "-wal"))
                let count = try Database(path).firstInteger("SELECT count(*) FROM t")
                #expect(count == 12, "octet \(place), bit \(bit)")
            }
        }
        #expect(told > 90)
    }

    @Test("keeps the file from being opened, until it is mended")
    func opened() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var log = try make()
        log[log.count / 2] ^= 4
        try Data(log).write(to: URL(fileURLWithPath: path + "-wal"))
        let error = #expect(throws: SQLiteError.self) { try Database(path) }
        #expect(error?.code == .corrupt)
        let sentence = try Database.mendLog(of: path, keepAs: path + "-wal.kept")
        #expect(sentence.count == 1 && sentence[0].contains(" in frame "))
        #expect(
            Array(try Data(contentsOf: URL(fileURLWithPath: path + "-wal.kept"))) == log)
        #expect(try Database.mendLog(of: path, keepAs: path + "-wal.again") == [])
        #expect(try Database(path).firstInteger("SELECT count(*) FROM t") == 12)
    }

    @Test("is mended with all others of other commits, at once")
    func several() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try make()
        var damaged = log
        let frame = 24 + 4_096
        for (number, place) in [(3, 700), (9, 1_200), (log.count / frame - 2, 99)] {
            damaged[32 + number * frame + 24 + place] ^= 8
        }
        try Data(damaged).write(to: URL(fileURLWithPath: path + "-wal"))
        let sentences = try Database.mendLog(of: path, keepAs: path + "-wal.kept")
        #expect(sentences.count == 3)
        #expect(try Database(path).firstInteger("SELECT count(*) FROM t") == 12)
    }

    @Test("is not seen in a log that a crash has torn")
    func torn() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = try make()
        for count in stride(from: 0, through: log.count, by: 997) {
            #expect(LogDamage(in: Array(log.prefix(count))) == nil)
            var zeroed = log
            for place in count..<log.count { zeroed[place] = 0 }
            #expect(LogDamage(in: zeroed) == nil)
        }
    }
}
