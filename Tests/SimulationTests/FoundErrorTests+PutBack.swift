import Access
import AnnotationModel
import CRDT
import MemoryStorage
import Octets
import Replication
import SyncEngine
import Testing
import WireFormat

/// What goes wrong where stores or the server are put back, and ops are judged or issued twice.
extension FoundErrorTests {
    @Test func whatIsAcceptedInASecondTimelineIsTakenWhole() throws {
        let story = try Story(.reader)
        let note = try story.note()
        let article = try #require(
            try story.copy(story.ben).entity(note, .shown)?.creation?.article)
        let mine = try story.write(story.ben) { author in
            // Refused in both timelines: of such a bundle the words that were kept are looked for.
            _ = try author.replica.issue(
                .title, .article(article), payload: .name("not allowed"), in: author.copy)
            return try author.replica.issue(
                .annotate, .article(article), payload: .annotation(text: "mine", anchor: nil),
                in: author.copy)
        }
        let request = try #require(try story.world.request(story.ben))
        let backup = try story.world.serverBackup()
        _ = try story.world.serve(request)
        try story.world.round(story.ada)
        #expect(try story.copy(story.ada).op(at: mine.dot)?.verdict == .denied)
        try story.world.serverRestore(backup, isNewEpoch: false)
        story.world.loss.silentEpoch = story.world.server.epoch
        try story.give(.commenter)
        _ = try story.world.serve(request)
        #expect(try story.world.round(story.ada, trips: 9, share: 1))
        let copy = try story.copy(story.ada)
        #expect(try copy.op(at: mine.dot)?.verdict == .accepted)
        #expect(copy.contentHash == story.world.server.memorySet(story.set)?.contentHash)
        #expect(!copy.state.isRecovering)
    }

    @Test func aStoreThatWasPutBackTakesNoPlaceOfWhatTheServerLost() throws {
        let story = try Story()
        let world = story.world
        let late = try world.newMachine("late", owner: story.ada.owner)
        world.machines.append(late)
        try world.logIn(late)
        let backup = try late.disk.backup()
        let serverBackup = try world.serverBackup()
        try world.round(late)
        let note = try story.note()
        let reply = try story.write(late) { try $0.reply(to: note, text: "read by Ben") }
        try world.round(late)
        try world.round(story.ben)
        try world.serverRestore(serverBackup, isNewEpoch: true)
        late.disk = try backup.opened()
        let later = try story.write(late) { author in
            let none = ArticlePayload.Blob(hash: .zero, count: 0)
            return try author.addArticle(
                ArticlePayload(
                    title: "later", url: "later", format: .plain, extractor: 1, text: none,
                    source: none))
        }
        #expect(later.dot == reply.dot)
        for machine in [story.ada, late, story.ben] {
            #expect(try world.round(machine, trips: 9, share: 1))
        }
        let log = try #require(world.server.memorySet(story.set))
        #expect(try log.op(at: reply.dot)?.hash == reply.hash)
        #expect(try Merge(log, hashing: world.hashing).isAccepted(later.identity))
        #expect(try story.copy(story.ben).lostRecords().isEmpty)
    }

    @Test func whatWaitsTwiceIsShownOnce() throws {
        let story = try Story()
        let note = try story.note()
        let made = try #require(try story.copy(story.ben).entity(note, .shown)?.creation)
        func colour(_ names: [Dot], _ payload: Payload) throws -> PlacedOp {
            try story.write(story.ben) { author in
                try author.replica.issue(
                    .colour, .annotation(made.dot), names: names, payload: payload,
                    in: author.copy)
            }
        }
        let odd = try colour([], .status(isClosed: true))
        let red = try colour([odd.dot], .name("red"))
        let backup = try story.ben.disk.backup()
        _ = try story.world.serve(try #require(try story.world.request(story.ben)))
        story.ben.disk = try backup.opened()
        _ = try story.write(story.ben) { try $0.tag(note, "later") }
        let forked = try #require(try story.world.request(story.ben))
        #expect(try story.world.take(try story.world.serve(forked), 1).hasNewIdentity)
        // Reads what became of the two under their first dots while they wait under new ones.
        let whole = try #require(try story.world.request(story.ben))
        let parts = whole.request.parts.map {
            SyncRequest.Part(set: $0.set, position: $0.position)
        }
        let reading = World.Request(
            machine: story.ben, asker: whole.asker,
            request: SyncRequest(replica: whole.request.replica, parts: parts))
        _ = try story.world.take(try story.world.serve(reading), 1)
        let copy = try story.copy(story.ben)
        #expect(try copy.op(at: red.dot)?.verdict == .depends)
        #expect(
            try copy.entity(note, .shown)?.values(of: .colour).map(\.identity) == [red.identity])
        #expect(try story.world.round(story.ben, trips: 9, share: 1))
        let end = try #require(story.world.server.memorySet(story.set))
        #expect(
            try end.entity(note, .confirmed)?.values(of: .colour).map(\.identity)
                == [red.identity])
    }

    @Test func whatWasIssuedAgainAndThenLostCanBeEdited() throws {
        let story = try Story()
        let world = story.world
        let note = try story.note()
        let article = try #require(
            try story.copy(story.ben).entity(note, .shown)?.creation?.article)
        let backup = try world.serverBackup()
        let mine = try story.write(story.ben) { author in
            try author.annotate(article, text: "mine", anchor: nil)
        }
        let entity = try #require(mine.entity)
        func shown(_ machine: Machine) throws -> BodyText {
            try world.replica(of: machine).text(of: entity, in: story.copy(machine))
        }
        try world.serverRestore(backup, isNewEpoch: true)
        for machine in [story.ada, story.ben] { #expect(try world.round(machine, trips: 9)) }
        try world.serverRestore(backup, isNewEpoch: true)
        #expect(try world.round(story.ada, trips: 9))
        // Says all of its position, and follows; what it brings waits.
        for _ in 0..<2 {
            _ = try world.take(try world.serve(try #require(try world.request(story.ben))), 1)
        }
        #expect(try story.copy(story.ben).lostFates() == [.waiting])
        _ = try story.write(story.ben) { author in
            try author.edit(entity, shown: try shown(story.ben), to: "mine as well")
        }
        #expect(try shown(story.ben).text == "mine as well")
        for machine in [story.ben, story.ada] { #expect(try world.round(machine, trips: 9)) }
        #expect(try shown(story.ada).text == "mine as well")
        #expect(story.ben.store.drawer.isEmpty)
    }

    /// A change without words goes with the membership, also in a copy of the store.
    @Test func whoeverCopiesAStoreThatHadToLeaveCopiesThat() {
        let steps: [Step] = [
            Step(action: .serverBackup, number: 13_020_332_783_766_991_252),
            Step(action: .delete, number: 290_032_676_911_415_267),
            Step(action: .round, number: 245_261_127_984_538_265),
            Step(action: .serverRestore, number: 15_169_619_575_621_499_214),
            Step(action: .role, number: 1_651_843_041_125_980_677),
            Step(action: .round, number: 14_345_720_473_816_867_362),
            Step(action: .clone, number: 12_291_754_908_374_380_498),
        ]
        #expect(Simulation.failure(Plan(seed: 79405), steps, isThorough: true) == nil)
    }
}
