import AnnotationModel
import MemoryStorage
import Replication
import SyncEngine
import Testing

/// Errors that walking through small scopes has found, each as the shortest story that shows it.
@Suite struct FoundMergeTests {
    private func kept(_ story: Story, _ machine: Machine, _ entity: EntityID) throws -> Bool {
        try story.copy(machine).own.events.contains { $0.what == .kept && $0.entity == entity }
    }

    private func edit(_ story: Story, _ machine: Machine, adding words: String) throws {
        let note = try story.note()
        _ = try story.write(machine) { author in
            let shown = try story.shown(machine)
            return try author.edit(note, shown: shown, to: shown.text + words)
        }
    }

    private func article(_ story: Story) throws -> EntityID {
        let note = try story.copy(story.ada).entity(try story.note(), .shown)
        return EntityID(try #require(note?.creation?.article))
    }

    @Test(arguments: [true, false])
    func whoDeletedAnArticleIsToldThatAnEditKeptIt(isSent: Bool) throws {
        let story = try Story()
        let article = try article(story)
        _ = try story.write(story.ada) { try $0.delete(article) }
        if isSent { try story.world.round(story.ada) }
        try edit(story, story.ben, adding: " three")
        for machine in [story.ben, story.ada] { try story.world.round(machine) }
        #expect(try story.copy(story.ada).hasToken(article, .shown))
        #expect(try kept(story, story.ada, article))
        #expect(try kept(story, story.ben, article) == isSent)
    }

    @Test func whoDeletedANoteIsToldThatAReplyKeptIt() throws {
        let story = try Story()
        let note = try story.note()
        _ = try story.write(story.ada) { try $0.delete(note) }
        try story.world.round(story.ada)
        _ = try story.write(story.ben) { try $0.reply(to: note, text: "but") }
        for machine in [story.ben, story.ada] { try story.world.round(machine) }
        #expect(try story.copy(story.ada).hasToken(note, .shown))
        #expect(try kept(story, story.ada, note))
    }

    @Test func twoWhoTypeTheSameAreToldThatItIsThereTwice() throws {
        let story = try Story()
        for machine in [story.ada, story.ben] { try edit(story, machine, adding: " three") }
        for machine in [story.ada, story.ben, story.ada] { try story.world.round(machine) }
        let note = try story.note()
        for machine in [story.ada, story.ben] {
            #expect(try story.shown(machine).text == "one two three three")
            let events = try story.copy(machine).own.events
            #expect(events.contains { $0.what == .text && $0.entity == note })
        }
    }

    @Test func theDrawerOfWhoWasRemovedHasTheTextAfterEachEdit() throws {
        let story = try Story()
        for words in [" three", " four"] { try edit(story, story.ben, adding: words) }
        try story.give(nil)
        try story.world.round(story.ben)
        #expect(
            story.ben.store.drawer.map(\.text) == ["one two three", "one two three four"])
    }
}
