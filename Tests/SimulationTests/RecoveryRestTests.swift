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

    private func heal(_ machines: [Machine]) throws {
        for _ in 0..<3 {
            for machine in machines {
                #expect(try story.world.round(machine, trips: 20, share: 1))
            }
        }
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
