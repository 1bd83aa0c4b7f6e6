import Access
import CRDT
import MemoryStorage
import Replication
import SyncEngine
import Testing
import WireFormat

/// Errors that schedules have found, each as the shortest story that shows it.
@Suite struct FoundErrorTests {
    @Test func whoIsAMemberAgainCanJoinAgain() throws {
        let story = try Story()
        try story.give(nil)
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).state.stop == .removed)
        try story.give(.reader)
        try story.world.joinAll(story.ben)
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).state.stop == nil)
        #expect(try story.shown(story.ben).text == "one two")
    }

    @Test func aRefusalReadBeforeAForkReachesTheDrawer() throws {
        let story = try Story()
        let note = try story.note()
        let edit = try story.write(story.ben) { author in
            try author.edit(note, shown: try story.shown(story.ben), to: "mine")
        }
        let sealed = try #require(try story.world.request(story.ben))
        let backup = try story.ben.disk.backup()
        try story.give(.reader)
        _ = try story.world.serve(sealed)
        _ = try story.write(story.ben) { author in
            try author.replica.issue(
                .tag, edit.op.target, payload: .name("later"), in: author.copy)
        }
        _ = try story.world.serve(try #require(try story.world.request(story.ben)))
        story.ben.disk = try backup.opened()
        #expect(try story.world.round(story.ben))
        #expect(story.ben.store.drawer.map(\.identity).contains(edit.identity))
        #expect(story.ben.store.drawer.map(\.text).contains("mine"))
    }

    @Test func anEditorOpenOverARefusedEditWritesWhatIsLeft() throws {
        let story = try Story(.commenter)
        let note = try story.note()
        let copy = try story.copy(story.ben)
        let run = Payload.Run(position: 7, deleted: 0, inserted: " three")
        let before = try story.shown(story.ben)
        _ = try story.write(story.ben) { author in
            let state = try copy.entity(note, .shown)
            return try author.replica.issue(
                .text, .annotation(try #require(state?.creation).dot),
                names: state?.values(of: .text).map(\.dot) ?? [], payload: .runs([run]), in: copy)
        }
        let opened = try story.shown(story.ben)
        #expect(opened.text == "one two three")
        try story.world.round(story.ben)
        #expect(try story.shown(story.ben) == before)
        try story.give(.editor)
        try story.world.round(story.ben)
        let edit = try story.write(story.ben) { author in
            try author.edit(note, shown: opened, to: "one two four")
        }
        #expect(edit.op.names.count == before.heads.count)
        try story.world.round(story.ben)
        #expect(try story.copy(story.ben).op(at: edit.dot)?.verdict == .accepted)
        #expect(try story.shown(story.ben).text == "one two four")
    }

    @Test func aSecondAnswerThatAsksForMoreIsNotAServerPutBack() throws {
        let story = try Story()
        let request = try #require(try story.world.request(story.ben))
        let parts = try story.world.serve(request).answer.parts.map {
            SyncAnswer.Part(status: .explain, asked: $0.asked)
        }
        for _ in 0..<2 {
            let report = try story.world.replica(of: story.ben).take(
                SyncAnswer(parts: parts), to: request.request)
            #expect(report.stopped.isEmpty)
        }
        #expect(try story.world.round(story.ben))
    }
}
