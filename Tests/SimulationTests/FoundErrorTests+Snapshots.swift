import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

extension FoundErrorTests {
    @Test func aBundleThatWaitsForWhatIsGoneKeepsNobodyFromReading() throws {
        let story = try Story()
        let note = try story.write(story.ben) {
            try $0.reply(to: try story.note(), text: "of Ben's")
        }
        let entity = try #require(note.entity)
        try story.world.round(story.ben)
        try story.cut()
        // Ada, who alone can found the set again, knows Ben's reply from a snapshot.
        #expect(try story.world.round(story.ada, trips: 40))
        let tag = try story.write(story.ada) { try $0.tag(entity, "unsent") }
        try story.world.lose(.serverEmpty)
        #expect(try story.world.round(story.ada, trips: 20))
        let copy = try story.copy(story.ada)
        let log = try #require(story.world.server.memorySet(story.set))
        #expect(!copy.state.isRecovering && copy.own.outbox.isEmpty)
        #expect(log.end.seq > 0 && copy.state.position.seq == log.end.seq)
        #expect(story.ada.store.drawer.map(\.identity) == [tag.identity])
        #expect(story.ada.store.drawer.map(\.reason) == [.lostBase])
        for machine in [story.ben, story.ada] {
            #expect(try story.world.round(machine, trips: 20))
        }
        #expect(try story.copy(story.ada).hasToken(entity, .confirmed))
        #expect(try story.copy(story.ada).contentHash == story.copy(story.ben).contentHash)
    }

    @Test func anOpOnWhatWasRefusedBelowTheStartIsGone() throws {
        let story = try Story()
        let hash = ArticlePayload.Blob(hash: .zero, count: 0)
        let payload = ArticlePayload(
            title: "t", url: "refused", format: .plain, extractor: 1, text: hash, source: hash)
        let article = try story.write(story.ben) { try $0.addArticle(payload) }
        let sealed = try #require(try story.world.request(story.ben))
        try story.give(.commenter)
        _ = try story.world.serve(sealed)
        let below = try #require(story.world.server.memorySet(story.set)).end.seq
        try story.cut()
        let id = try story.articleID(of: article)
        let note = try story.write(story.ben) { try $0.annotate(id, text: "on it", anchor: nil) }
        try story.world.round(story.ben, trips: 20)
        let log = try #require(story.world.server.memorySet(story.set))
        #expect(log.start == below)
        #expect(try log.op(at: note.dot)?.verdict == .gone)
        story.world.isThorough = true
        var numbers = SplitMix64(seed: 1)
        try story.world.checkStep(&numbers)
    }
}
