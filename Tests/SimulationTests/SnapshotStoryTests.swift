import Access
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

/// What must hold for those who stand below the start of a log, each as a short story.
@Suite struct SnapshotStoryTests {
    private let story: Story

    init() throws { story = try Story() }

    private func newcomer() throws -> Machine {
        let machine = try story.world.newMachine("new", owner: story.ben.owner)
        story.world.machines.append(machine)
        try story.world.logIn(machine)
        return machine
    }

    /// Edits the note a few times at each machine's, so that there is something to cut.
    private func edit(_ count: Int) throws {
        let note = try story.note()
        for number in 0..<count {
            for machine in [story.ada, story.ben] {
                _ = try story.write(machine) { author in
                    try author.edit(
                        note, shown: try story.shown(machine),
                        to: try story.shown(machine).text + " \(number)")
                }
                try story.world.round(machine, trips: 9)
            }
        }
        try story.world.round(story.ada, trips: 9)
    }

    @Test func aNewcomerReadsTheSameFromASnapshot() throws {
        try edit(5)
        try story.cut()
        let machine = try newcomer()
        let request = try #require(try story.world.request(machine))
        let answer = try story.world.serve(request)
        let isSnapshot = answer.answer.parts.contains { part in
            part.log.contains { if case .snapshot = $0 { true } else { false } }
        }
        #expect(isSnapshot)
        #expect(try story.world.round(machine, trips: 40, share: 1))
        #expect(try story.shown(machine) == story.shown(story.ada))
        let (mine, theirs) = (try story.copy(machine), try story.copy(story.ada))
        #expect(mine.contentHash == theirs.contentHash)
        #expect(mine.own.records.count == theirs.own.records.count)
        #expect(mine.own.records.contains { !$0.isWhole })
        #expect(theirs.own.records.allSatisfy { $0.isWhole })
    }

    @Test func whoSleptBelowTheStartReadsOnAndBringsWhatWasNotSent() throws {
        let note = try story.note()
        _ = try story.write(story.ben) { author in
            try author.edit(
                note, shown: try story.shown(story.ben), to: "one two, says Ben")
        }
        // Sealed and taken by the server, but the answer is lost.
        _ = try story.world.serve(try #require(try story.world.request(story.ben)))
        _ = try story.write(story.ben) { try $0.tag(note, "unsent") }
        let place = try story.copy(story.ben).state.position.seq
        for number in 0..<6 {
            _ = try story.write(story.ada) { try $0.tag(note, "tag \(number)") }
            try story.world.round(story.ada)
        }
        try story.cut()
        #expect(try #require(story.world.server.memorySet(story.set)).start > place + 2)
        #expect(try story.world.round(story.ben, trips: 40, share: 1))
        try story.world.round(story.ada)
        let (copy, other) = (try story.copy(story.ben), try story.copy(story.ada))
        #expect(copy.own.outbox.isEmpty && copy.own.sealed.isEmpty)
        #expect(copy.contentHash == other.contentHash)
        #expect(try story.shown(story.ada).text == "one two, says Ben")
        let state = try copy.entity(note, .confirmed)
        #expect(state?.values(of: .tag).count == 7)
        #expect(story.ben.store.drawer.isEmpty)
    }

    @Test func aRefusalInASnapshotReachesTheDrawer() throws {
        let note = try story.note()
        let edit = try story.write(story.ben) { author in
            try author.edit(note, shown: try story.shown(story.ben), to: "not allowed")
        }
        let sealed = try #require(try story.world.request(story.ben))
        try story.give(.reader)
        _ = try story.world.serve(sealed)
        try story.cut()
        #expect(try story.world.round(story.ben, trips: 40))
        #expect(story.ben.store.drawer.map(\.identity) == [edit.identity])
        #expect(story.ben.store.drawer.map(\.text) == ["not allowed"])
    }

    @Test func aCloneThatIsCutShortGoesOnWhereItWas() throws {
        try edit(6)
        try story.cut()
        let machine = try newcomer()
        var places: [UInt64] = []
        for _ in 0..<3 {
            let request = try #require(try story.world.request(machine))
            let answer = try story.world.serve(request)
            _ = try story.world.take(answer, 1)
            places.append(try story.copy(machine).state.position.seq)
            try machine.disk.restart()
        }
        #expect(places == places.sorted() && Set(places).count == 3)
        // In the meantime the same place lies in another part.
        try story.cut(1_000_000)
        #expect(try story.world.round(machine, trips: 40, share: 1))
        #expect(try story.copy(machine).contentHash == story.copy(story.ada).contentHash)
    }

    @Test(arguments: ["op", "order", "signature", "before", "mask", "author", "cut off"])
    func aServerThatLiesInASnapshotIsNotBelieved(_ lie: String) throws {
        try edit(4)
        try story.cut(1_000_000)
        let machine = try newcomer()
        let request = try #require(try story.world.request(machine))
        let answer = try story.world.serve(request)
        var parts = answer.answer.parts
        let index = try #require(request.request.parts.firstIndex { $0.set == story.set })
        guard case .snapshot(let octets) = try #require(parts[index].log.first) else {
            throw Failure("no snapshot")
        }
        let part = try SnapshotPart.decode(octets, story.world.hashing)
        parts[index].log = [.snapshot(try changed(part, lie))]
        let report = try story.world.transact(machine) {
            try $0.take(SyncAnswer(parts: parts), to: request.request)
        }
        #expect(report.stopped[story.set] == .serverLies)
        #expect(try story.copy(machine).own.records.isEmpty)
    }

    private func changed(_ part: SnapshotPart, _ lie: String) throws -> [UInt8] {
        var records = part.records
        var before = part.before
        let last = records.count - 1
        switch lie {
        case "op":
            let bundle = records[2].bundle
            let forged = Op(
                kind: .setName, target: .set, stamp: HybridTimestamp(bits: 1),
                payload: Payload.name("forged").encoded())
            records[2] = records[2].holding(
                bundle, [.op(forged, hash: OpEncoding.hash(forged, story.world.hashing))])
        case "order":
            // A chain is followed by each replica alone: only the running hash tells.
            let author = records[last].bundle.replica
            let other = records.lastIndex { $0.bundle.replica != author }
            guard let other else { throw Failure("one author") }
            let moved = records.remove(at: other)
            records.append(moved)
            records = records.enumerated().map { $1.at(part.first + UInt64($0)) }
        case "signature": records[last] = records[last].signed(Array(repeating: 7, count: 64))
        case "before": before = .zero
        case "mask": records[last] = records[last].judged(.denied)
        case "author":
            records[last] = records[last].of(ReplicaID(Octets16(high: 1, low: 1)))
        default: records.removeLast()
        }
        let made = SnapshotPart(set: part.set, before: before, records: records)
        return try #require(made).encoded()
    }

    @Test func aServerPutBackToItsBackupIsHealedByWhoReadASnapshot() throws {
        try edit(3)
        let backup = try story.world.serverDisk.backup()
        try story.cut()
        try edit(2)
        let machine = try newcomer()
        #expect(try story.world.round(machine, trips: 40))
        let shown = try story.shown(story.ada)
        story.world.machines.removeAll { $0 === story.ben }
        try story.world.serverRestore(backup, isNewEpoch: true)
        // The owner ends the hold by a store that stood where the backup does.
        for _ in 0..<3 {
            for one in [story.ada, machine] { try story.world.round(one, trips: 20) }
        }
        #expect(try story.shown(machine) == shown)
        #expect(try story.shown(story.ada) == shown)
        #expect(machine.store.drawer.isEmpty)
    }

    @Test func ownWordsOfASnapshotComeBackToAnEmptyServer() throws {
        try edit(2)
        try story.cut()
        let machine = try newcomer()
        #expect(try story.world.round(machine, trips: 40))
        let made = try story.write(machine) {
            try $0.annotate(
                try story.articleID(
                    of: story.copy(machine).content.ops.first {
                        $0.op.kind == .addArticle && $0.verdict == .accepted
                    }), text: "made after", anchor: nil)
        }
        #expect(try story.world.round(machine, trips: 40))
        story.world.machines.removeAll { $0 === story.ben }
        try story.world.serverBegin()
        for _ in 0..<4 {
            for one in [story.ada, machine] { try story.world.round(one, trips: 20) }
        }
        let (mine, theirs) = (try story.copy(machine), try story.copy(story.ada))
        #expect(!mine.state.isRecovering && !theirs.state.isRecovering)
        #expect(mine.contentHash == theirs.contentHash)
        let entity = try #require(made.entity)
        #expect(try theirs.hasToken(entity, .confirmed))
    }
}

extension Record {
    fileprivate func holding(_ bundle: Bundle, _ entries: [Bundle.Entry]) -> Record {
        Record(
            seq: seq,
            bundle: Bundle(
                set: bundle.set, replica: bundle.replica, first: bundle.first,
                previous: bundle.previous, entries: entries, signature: bundle.signature),
            mask: entries.map { _ in .accepted }, members: members, receipt: receipt)
    }

    fileprivate func at(_ seq: UInt64) -> Record {
        Record(seq: seq, bundle: bundle, mask: mask, members: members, receipt: receipt)
    }

    fileprivate func signed(_ signature: [UInt8]) -> Record {
        Record(
            seq: seq,
            bundle: Bundle(
                set: bundle.set, replica: bundle.replica, first: bundle.first,
                previous: bundle.previous, entries: bundle.entries, signature: signature),
            mask: mask, members: members, receipt: receipt)
    }

    fileprivate func judged(_ verdict: Verdict) -> Record {
        Record(
            seq: seq, bundle: bundle, mask: mask.map { _ in verdict }, members: members,
            receipt: receipt)
    }

    fileprivate func of(_ replica: ReplicaID) -> Record {
        Record(
            seq: seq,
            bundle: Bundle(
                set: bundle.set, replica: replica, first: bundle.first,
                previous: bundle.previous, entries: bundle.entries, signature: bundle.signature),
            mask: mask, members: members, receipt: receipt)
    }
}
