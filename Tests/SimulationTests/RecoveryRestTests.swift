import AnnotationModel
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import Testing
import WireFormat

/// What else has to come to rest when a server gets back what it lost, each as a short story.
@Suite struct RecoveryRestTests {
    private let story: Story

    init() throws { story = try Story() }

    private func log() throws -> MemoryPeerSet {
        try #require(story.world.server.memorySet(story.set))
    }

    private func annotate(_ machine: Machine, _ text: String) throws -> EntityID {
        let made = try story.copy(machine).content.ops.first {
            $0.op.kind == .addArticle && $0.verdict == .accepted
        }
        let note = try story.write(machine) {
            try $0.annotate(try story.articleID(of: made), text: text, anchor: nil)
        }
        return try #require(note.entity)
    }

    private func edit(_ machine: Machine, _ note: EntityID, to text: String) throws {
        let shown = try story.world.replica(of: machine).text(
            of: note, in: story.copy(machine))
        _ = try story.write(machine) { try $0.edit(note, shown: shown, to: text) }
    }

    /// A note of which every store knows from a snapshot alone, its author's too.
    private func noteInSnapshot() throws -> EntityID {
        let note = try annotate(story.ada, "one")
        // The answer is lost, so that the record comes back in a part of the snapshot.
        _ = try story.world.serve(try #require(try story.world.request(story.ada)))
        try story.cut()
        for machine in [story.ada, story.ben] { try story.world.round(machine, trips: 20) }
        return note
    }

    /// Lets everybody sync until nothing is left to do; nobody else wrote under their identities,
    /// and nobody is told so.
    private func heal(_ machines: [Machine]) throws {
        for _ in 0..<3 {
            for machine in machines {
                var report = SyncReport()
                for _ in 0..<20 {
                    let request = try #require(try story.world.request(machine))
                    report = try story.world.take(try story.world.serve(request), 1)
                    #expect(!report.hasNewIdentity)
                    if !report.isUnfinished { break }
                }
                #expect(!report.isUnfinished)
            }
        }
    }

    private func expectRest(_ machines: [Machine], _ note: EntityID, _ text: String) throws {
        for machine in machines {
            let copy = try story.copy(machine)
            #expect(copy.own.outbox.isEmpty && !copy.state.isRecovering)
            #expect(try copy.lostRecords().isEmpty)
            #expect(copy.state.position.seq == (try log()).end.seq)
            #expect(try story.world.replica(of: machine).text(of: note, in: copy).text == text)
            #expect(machine.store.drawer.isEmpty)
        }
    }

    @Test func anUnsentEditFollowsItsNoteOutOfASnapshot() throws {
        let note = try noteInSnapshot()
        try story.world.serverBegin()
        try edit(story.ada, note, to: "one two")
        try heal([story.ada, story.ben])
        try expectRest([story.ada, story.ben], note, "one two")
    }

    @Test func anUnsentEditFollowsTheNoteOfSomebodyElse() throws {
        let note = try noteInSnapshot()
        try story.world.serverBegin()
        try edit(story.ben, note, to: "one two")
        try heal([story.ada, story.ben])
        try expectRest([story.ada, story.ben], note, "one two")
    }

    @Test func anUnsentEditOfWhatNobodyBringsLiesInTheDrawer() throws {
        let note = try annotate(story.ben, "one")
        try story.world.round(story.ben)
        try story.cut()
        try story.world.round(story.ada, trips: 20)
        story.world.machines.removeAll { $0 === story.ben }
        try story.world.serverBegin()
        try edit(story.ada, note, to: "one two")
        let other = try annotate(story.ada, "something else")
        try heal([story.ada])
        let copy = try story.copy(story.ada)
        #expect(copy.own.outbox.isEmpty && !copy.state.isRecovering)
        #expect(try copy.lostRecords().allSatisfy { $0.fate == .aside })
        #expect(story.ada.store.drawer.map(\.reason) == [.lostBase])
        #expect(story.ada.store.drawer.map(\.text) == ["one two"])
        #expect(try copy.hasToken(other, .confirmed))
    }

    @Test func anUnsentEditFollowsItsNoteWhosePlaceIsTaken() throws {
        let world = story.world
        let clone = Machine(
            "copy", try story.ben.disk.backup().opened(), story.ben.signer,
            owner: story.ben.owner)
        world.machines.append(clone)
        let backup = try world.serverBackup()
        let note = try annotate(story.ben, "one")
        try world.round(story.ben)
        try edit(story.ben, note, to: "one two")
        _ = try world.request(story.ben)
        // The server is put back, and what it forgot of the replica is another op by then.
        let other = try annotate(clone, "other")
        let sealed = try #require(try world.request(clone))
        try world.serverRestore(backup, isNewEpoch: false)
        world.loss.silentEpoch = world.server.epoch
        _ = try world.serve(sealed)
        try heal([story.ben, clone, story.ada])
        let everybody = [story.ben, clone, story.ada]
        try expectRest(everybody, note, "one two")
        try expectRest(everybody, other, "other")
    }

    @Test func anOwnersDeviceThatWasPutBackItselfEndsTheHold() throws {
        let world = story.world
        let early = try story.ada.disk.backup()
        _ = try annotate(story.ada, "one")
        try world.round(story.ada)
        story.ada.disk = try early.opened()
        // Reads what it wrote and does not know: the replica is not its own any more.
        let request = try #require(try world.request(story.ada))
        #expect(try world.take(world.serve(request), 1).hasNewIdentity)
        try world.serverRestore(try world.serverBackup(), isNewEpoch: true)
        #expect(try log().isHeld)
        try heal([story.ada])
        #expect(try !log().isHeld)
        #expect(try story.copy(story.ada).state.position.seq == log().end.seq)
    }
}
