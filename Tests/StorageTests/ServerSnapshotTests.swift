import AnnotationModel
import CRDT
import Crypto
import MemoryStorage
import Octets
import Replication
import SQLite
import SyncEngine
import Testing
import WireFormat

@testable import Storage

@Suite("A server's log that is cut")
struct ServerSnapshotTests {
    let folder: ServerFolder
    let store: ServerStore
    let set: SetID
    private let changes: [PeerChange]
    private let bundles: [Bundle]
    private let owner: ServerPerson
    private let places: UInt64

    init() throws {
        let folder = try ServerFolder()
        let store = try ServerWorld.open(folder)
        let memory = MemoryPeerStore(epoch: try store.epoch(), ServerWorld.hashing)
        changes = [
            { body in try store.write { try body($0) } },
            { body in try memory.transaction { try body($0) } },
        ]
        var (owner, other) = (ServerPerson(1), ServerPerson(2))
        var made: [Bundle] = []
        var id = SetID(.zero)
        for change in changes {
            try change { id = try ServerWorld.found(owner, others: [other], in: $0) }
        }
        made.append(owner.bundle([ServerWorld.addArticle()], in: id))
        for number in 1...9 as ClosedRange<UInt64> {
            made.append(
                other.bundle([ServerWorld.annotate("\(number)", number)], in: id))
            // Refused: only an owner names a set.
            let name = Op(
                kind: .setName, target: .set, stamp: HybridTimestamp(bits: number),
                payload: Payload.name("a name of \(number)").encoded())
            made.append(other.bundle([name], in: id))
        }
        for change in changes {
            try change { store in
                for bundle in made {
                    let person = bundle.replica == owner.replica ? owner : other
                    let results = try ServerWorld.push([bundle], by: person, to: id, in: store)
                    #expect(results == [.ok])
                }
            }
        }
        (self.folder, self.store, set, bundles, self.owner) = (folder, store, id, made, owner)
        places = UInt64(made.count)
    }

    private func runnings(_ set: any PeerSet) throws -> [Octets32?] {
        try (0...places + 1).map { try set.running(at: $0) }
    }

    private func cut(_ log: any PeerSet, through end: UInt64, _ octetsAim: Int = 400) throws {
        while try LogCut(ServerWorld.hashing, octetsAim: octetsAim).step(log, through: end) {}
    }

    private func parts(_ log: any PeerSet) throws -> [SnapshotPart] {
        var parts: [SnapshotPart] = []
        while let part = try log.snapshotPart(after: parts.last?.last ?? 0) {
            parts.append(try SnapshotPart.decode(part.octets, ServerWorld.hashing))
        }
        return parts
    }

    @Test("answers about every place as before, and has the same parts in any store")
    func samePlaces() throws {
        var all: [[SnapshotPart]] = []
        for change in changes {
            try change { store in
                let log = try #require(try store.set(set))
                let before = try runnings(log)
                let whole = try log.records(after: 0, octetsMax: .max).records
                try cut(log, through: 12)
                #expect(log.start == 12)
                #expect(try runnings(log) == before)
                var seq: UInt64 = 0
                while seq < log.end.seq {
                    let page = try log.records(after: seq, octetsMax: .max)
                    #expect(page.hasMore == (seq + UInt64(page.records.count) < log.end.seq))
                    for record in page.records {
                        seq += 1
                        let known = whole[Int(seq) - 1]
                        #expect(record.seq == seq && record.mask == known.mask)
                        #expect(
                            record.bundle.hash(ServerWorld.hashing)
                                == known.bundle.hash(ServerWorld.hashing))
                        #expect(record.isWhole == (seq > 12))
                    }
                }
            }
            try change { store in
                let log = try #require(try store.set(set))
                #expect(log.start == 12)
                all.append(try parts(log))
                #expect(try log.snapshotPart(after: 12) == nil)
                #expect(try log.bundleHash(bundles[0].replica, first: 1) == nil)
            }
        }
        #expect(all[0] == all[1] && all[0].count > 1)
        #expect(all[0].flatMap(\.records).map(\.seq) == Array(1...12))
        #expect(try store.check(deep: true) == [])
    }

    @Test("says of bundles that were cut what it said before")
    func bundlesAgain() throws {
        let other = ServerPerson(2)
        for change in changes {
            try change { store in
                try cut(try #require(try store.set(set)), through: 15)
                #expect(
                    try ServerWorld.push([bundles[3]], by: other, to: set, in: store) == [.dup])
                var liar = ServerPerson(2)
                let forged = liar.bundle([ServerWorld.annotate("other words", 1)], in: set)
                #expect(
                    try ServerWorld.push([forged], by: other, to: set, in: store) == [.forked])
            }
        }
    }

    @Test("is as short as it can be after many cuts, and no part lies over another")
    func manyCuts() throws {
        for change in changes {
            for end in 1...places {
                try change { store in
                    try cut(try #require(try store.set(set)), through: end, 4_000)
                }
            }
            try change { store in
                let found = try parts(try #require(try store.set(set)))
                #expect(found.count <= 3)
                #expect(found.flatMap(\.records).map(\.seq) == Array(1...places))
            }
        }
        #expect(try store.check(deep: true) == [])
        #expect(try store.survey().findings == [])
    }

    @Test("is cut no further than the backup reaches, and as far as records are kept")
    func belowBackup() throws {
        let path = folder.path + "/backup"
        try store.backup(to: path)
        var owner = owner
        _ = try store.write { store in
            for text in ["a", "b", "c"] {
                let bundle = owner.bundle([ServerWorld.annotate(text, 50)], in: set)
                _ = try ServerWorld.push([bundle], by: owner, to: set, in: store)
            }
        }
        let backup = try ServerWorld.open(path)
        let kept = try store.cutLogs(below: backup, keep: 9)
        #expect(kept.map(\.now) == [places + 3 - 9])
        let all = try store.cutLogs(below: backup, keep: 0)
        #expect(all.map(\.before) == [places + 3 - 9] && all.map(\.now) == [places])
        #expect(try store.cutLogs(below: backup, keep: 0).map(\.now) == [places])
        #expect(try store.check(deep: true) == [])
        let start = try ServerWorld.open(folder).read { try $0.set(set)?.start }
        #expect(start == places)
    }

    @Test("is not cut under the backup of another log")
    func otherLog() throws {
        let other = try ServerFolder()
        let elsewhere = try ServerWorld.open(other)
        let owner = self.owner
        _ = try elsewhere.write { try ServerWorld.found(ServerPerson(1), in: $0) }
        _ = try elsewhere.write { store in
            var stranger = ServerPerson(1)
            let bundle = stranger.bundle([ServerWorld.addArticle(77)], in: set)
            return try ServerWorld.push([bundle], by: owner, to: set, in: store)
        }
        let sets = try store.cutLogs(below: elsewhere, keep: 0)
        #expect(sets.map(\.isOfAnotherLog) == [true] && sets.map(\.now) == [0])
    }

    @Test(
        "is mended from a backup where a part is damaged or gone",
        arguments: [
            "UPDATE snapshot SET body = zeroblob(9) WHERE last = (SELECT min(last) FROM snapshot)",
            "UPDATE snapshot SET body = zeroblob(9) WHERE last = (SELECT max(last) FROM snapshot)",
            "DELETE FROM snapshot WHERE last = (SELECT min(last) FROM snapshot)",
            "DELETE FROM op; DELETE FROM token; DELETE FROM entity", "DELETE FROM snapshot",
        ])
    func mended(_ sql: String) throws {
        let path = folder.path + "/backup"
        try store.backup(to: path)
        let backup = try ServerWorld.open(path)
        try store.write { try cut(try #require(try $0.set(set)), through: 14) }
        let before = try store.read { try Picture(try #require(try $0.set(set)), places) }
        try store.withWriter { writer in
            try writer.database.write { try $0.run(script: sql) }
        }
        #expect(try !store.survey().findings.isEmpty)
        if !sql.contains("op;") {
            #expect(try !store.check(deep: true).isEmpty)
            #expect(try store.repair(from: .none).findings.contains { $0.remedy == .copy })
        }
        _ = try store.repair(from: backup.source())
        #expect(try store.survey().findings == [])
        #expect(try store.check(deep: true) == [])
        let after = try store.read { try Picture(try #require(try $0.set(set)), places) }
        #expect(after == before)
    }

    /// What everybody is told of a log.
    private struct Picture: Equatable, Sendable {
        let content: UInt128
        let runnings: [Octets32?]
        let masks: [[Verdict]]

        init(_ set: any PeerSet, _ places: UInt64) throws {
            content = set.contentHash
            runnings = try (0...places).map { try set.running(at: $0) }
            masks = try (0..<places).map { place in
                try set.records(after: place, octetsMax: 1).records.first?.mask ?? []
            }
        }
    }
}
