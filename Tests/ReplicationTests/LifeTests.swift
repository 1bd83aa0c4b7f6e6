import CRDT
import MemoryStorage
import Replication
import Testing
import WireFormat

/// Deletion against what its author had not seen.
@Suite struct LifeTests {
    enum Other: CaseIterable, Sendable {
        case nothing, edit, colour, tag, reply, revive, deletion, unknownContent, unknownOther

        /// Whether it keeps a note that is deleted at the same time.
        var keeps: Bool {
            switch self {
            case .edit, .reply, .revive, .unknownContent: true
            case .nothing, .colour, .tag, .deletion, .unknownOther: false
            }
        }

        func act(_ bench: inout Bench, on note: PlacedOp) throws -> PlacedOp? {
            switch self {
            case .nothing: nil
            case .edit: try bench.edit(note)
            case .colour: try bench.colour(note)
            case .tag: try bench.tag(note)
            case .reply: try bench.reply(note)
            case .revive: try bench.revive(note)
            case .deletion: try bench.delete(note)
            case .unknownContent: try unknown(&bench, note, isContent: true)
            case .unknownOther: try unknown(&bench, note, isContent: false)
            }
        }

        private func unknown(
            _ bench: inout Bench, _ note: PlacedOp, isContent: Bool
        ) throws -> PlacedOp {
            try bench.write(
                OpKind(number: 99, .note, keeps: true, isContent: isContent),
                .annotation(note.dot), .name("new"))
        }
    }

    @Test(arguments: Other.allCases)
    func contentKeepsANoteFromADeletionThatHadNotSeenIt(_ other: Other) throws {
        var ada = Bench(1)
        var ben = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        for op in [article, note] { try ben.accept(op) }
        let deletion = try ada.delete(note)
        #expect(try !ada.isAlive(note.entity))
        let concurrent = try other.act(&ben, on: note)
        try ben.accept(deletion)
        if let concurrent { try ada.accept(concurrent) }
        #expect(try ada.isAlive(note.entity) == other.keeps)
        #expect(try ben.confirmed() == ada.confirmed())
    }

    @Test(arguments: Other.allCases)
    func aDeletionTakesWhatItHadSeen(_ other: Other) throws {
        var ada = Bench(1)
        let note = try ada.annotate(try ada.addArticle("t"))
        _ = try other.act(&ada, on: note)
        _ = try ada.delete(note)
        #expect(try !ada.isAlive(note.entity))
        _ = try ada.revive(note)
        #expect(try ada.isAlive(note.entity))
    }

    @Test(arguments: Other.allCases)
    func contentOfANoteKeepsItsArticle(_ other: Other) throws {
        var ada = Bench(1)
        var ben = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        for op in [article, note] { try ben.accept(op) }
        let deletion = try ada.delete(article)
        #expect(try !ada.isAlive(article.entity))
        let concurrent = try other.act(&ben, on: note)
        try ben.accept(deletion)
        if let concurrent { try ada.accept(concurrent) }
        #expect(try ada.isAlive(article.entity) == other.keeps)
        #expect(try ada.isAlive(note.entity) == (other != .deletion))
        #expect(try ben.confirmed() == ada.confirmed())
    }

    @Test func editingAReplyDoesNotKeepItsParent() throws {
        var ada = Bench(1)
        var ben = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        let reply = try ada.reply(note)
        for op in [article, note, reply] { try ben.accept(op) }
        try ben.accept(try ada.delete(note))
        try ada.accept(try ben.edit(reply))
        #expect(try !ada.isAlive(note.entity))
        #expect(try ada.isAlive(reply.entity))
    }

    @Test func addingADeletedArticleAgainBringsItBack() throws {
        var ada = Bench(1)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        _ = try ada.delete(article)
        #expect(try !ada.isAlive(article.entity))
        let again = try ada.addArticle("t")
        #expect(again.entity == article.entity)
        #expect(try ada.isAlive(article.entity))
        #expect(try ada.isAlive(note.entity))
    }

    @Test(arguments: [true, false])
    func theSameArticleAddedTwiceIsOne(adaFirst: Bool) throws {
        var ada = Bench(1)
        var ben = Bench(2)
        let adas = try ada.addArticle("Ada's title")
        let bens = try ben.addArticle("Ben's title")
        #expect(adas.entity == bens.entity)
        let reader = Bench(3)
        for op in adaFirst ? [adas, bens] : [bens, adas] { try reader.accept(op) }
        let entity = try #require(adas.entity)
        let state = try #require(try reader.set.entity(entity, .confirmed))
        #expect(state.creation?.identity == min(adas.identity, bens.identity))
        #expect(state.creations.count == 2)
        #expect(state.values(of: .title).count == 2)
        try ada.accept(bens)
        let third = try ada.addArticle("both seen")
        try reader.accept(third)
        let after = try #require(try reader.set.entity(entity, .confirmed))
        #expect(after.values(of: .title).map(\.identity) == [third.identity])
        #expect(after.creation == state.creation)
    }

    @Test func aValueNobodyHadSeenStaysBesideAnother() throws {
        var ada = Bench(1)
        var ben = Bench(2)
        let article = try ada.addArticle("t")
        let note = try ada.annotate(article)
        for op in [article, note] { try ben.accept(op) }
        let red = try ada.colour(note)
        let blue = try ben.colour(note)
        try ada.accept(blue)
        let entity = try #require(note.entity)
        let two = try ada.set.entity(entity, .confirmed)?.values(of: .colour) ?? []
        #expect(Set(two.map(\.identity)) == [red.identity, blue.identity])
        let last = try ada.colour(note)
        let one = try ada.set.entity(entity, .confirmed)?.values(of: .colour) ?? []
        #expect(one.map(\.identity) == [last.identity])
    }
}
