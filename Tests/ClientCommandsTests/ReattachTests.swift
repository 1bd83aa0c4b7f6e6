import JSON
import Testing

/// `reattach ANN [QUOTE]`: an annotation on other words.
@Suite struct ReattachTests {
    let desk: Desk
    let article: String
    let mark: String

    private static let url = "https://example.org/ferry"
    private static let before = """
        The ferry leaves from the old pier at seven every morning of the week.
        The ferry leaves again in the evening, when the light is nearly gone.
        """
    private static let after = """
        A bus goes round the bay at noon, and nobody minds that it is late.
        The ferry sails from the new pier at eight, but never on a Sunday now.
        The ferry sails again at dusk, when the light is nearly gone.
        """

    init() throws {
        desk = try Desk()
        article = try desk.add(desk.folder.put(Self.before, "a.txt"), "--url", Self.url)
        mark = try desk.id("mark", article, "leaves from the old pier at seven", "-m", "when?")
    }

    private func refresh(_ text: String = Self.after) throws {
        desk.now += 60_000
        try desk.add(desk.folder.put(text, "b.txt"), "--url", Self.url)
    }

    private func place() throws -> (state: String?, words: String?) {
        let shown = try desk.shown(mark)
        let start = try #require(shown.at("position", "start")?.int)
        let end = try #require(shown.at("position", "end")?.int)
        let text = try desk.json("read", article).string("text").unicodeScalars
        let words = text.dropFirst(Int(start)).prefix(Int(end - start))
        return (shown.at("anchor", "state")?.string, String(String.UnicodeScalarView(words)))
    }

    @Test func anOrphanIsPutOnOtherWordsAndBack() throws {
        try refresh("Nothing of all that is here any more, neither boats nor water.\n")
        #expect(try place().state == "orphan")
        let moved = try desk.json("reattach", mark, "neither boats nor water")
        #expect(try moved.string("id") == mark)
        // The quote of the beginning is kept for ever.
        #expect(moved.at("quote", "exact")?.string == "leaves from the old pier at seven")
        #expect(try place() == ("exact", "neither boats nor water"))
        #expect(try desk.run("list", "is:orphan", "--json").items.isEmpty)
        let history = try desk.run("show", mark, "--history", "--json").items[0].array("history")
        #expect(history.last?["what"]?.string == "attached")
        #expect(history.last?["after"]?.string == "neither boats nor water")
        #expect(desk.run("undo").status == 0)
        #expect(try place().state == "orphan")
        #expect(desk.run("redo").status == 0)
        #expect(try place() == ("exact", "neither boats nor water"))
    }

    @Test func withoutAQuoteItsOwnWordsAreLookedForAgain() throws {
        try refresh()
        let refused = desk.run("reattach", mark)
        #expect(refused.status == 3)
        #expect(refused.err.contains("sails from the new pier at eight"))
        let hint = "postil reattach \(mark) --closest"
        #expect(refused.err.contains("hint: take the closest: \(hint)"))
        #expect(desk.run("reattach", mark, "--closest").status == 0)
        #expect(try place().state == "exact")
        #expect(try place().words?.contains("from the new pier at eight") == true)
        try refresh(Self.before + "\nAnd one more line.\n")
        #expect(desk.run("reattach", mark, "leaves from the old pier at seven").status == 0)
        #expect(try place() == ("exact", "leaves from the old pier at seven"))
        #expect(desk.run("reattach", mark).out.contains("Unchanged"))
    }

    @Test func oneOfSeveralPlacesIsChosen() throws {
        let several = desk.run("reattach", mark, "The ferry leaves")
        #expect(several.status == 7 && several.err.contains("occurs 2 times"))
        #expect(several.err.contains("[[The ferry leaves]]"))
        for (flags, next) in [
            (["--nth", "2"], " again"), (["--nth", "1"], " from"),
            (["--after", "again"], " again"),
            (["--before", "week."], " again"),
        ] {
            #expect(desk.run(["reattach", mark, "The ferry leaves"] + flags).status == 0)
            #expect(try desk.shown(mark).at("quote", "suffix")?.string?.hasPrefix(next) == true)
        }
        #expect(desk.run("reattach", mark, "The ferry leaves", "--nth", "3").status == 3)
        #expect(desk.run("reattach", mark, "The ferry leaves", "--nth", "x").status == 2)
        #expect(desk.run("reattach", mark, " ").status == 2)
    }

    @Test func whatStandsOnNoWordsIsNotAttached() throws {
        let note = try desk.id("note", article, "-m", "on the whole")
        let reply = try desk.id("reply", mark, "-m", "seven")
        for id in [note, reply] {
            let refused = desk.run("reattach", id, "the old pier")
            #expect(refused.status == 1 && refused.err.contains("stands on no words"))
        }
        desk.run("rm", mark)
        #expect(desk.run("reattach", mark, "the old pier").status == 3)
        #expect(desk.run("reattach", "zzzz", "the old pier").status == 3)
    }

    @Test func aHintWorksWhenItIsPasted() throws {
        let missing = desk.run("mark", article, "the light's nearly gone", "-m", "x")
        #expect(missing.status == 3)
        let words = "\(article) 'the light'\\''s nearly gone' -m x"
        #expect(missing.err.contains("take the closest: postil mark \(words) --closest\n"))
    }
}
