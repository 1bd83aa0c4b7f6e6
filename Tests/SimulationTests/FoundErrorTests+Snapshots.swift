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
