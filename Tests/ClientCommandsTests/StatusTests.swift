import JSON
import Testing

/// `status`, `sync -n`, and names that are nearly right.
@Suite struct StatusTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private var headline: String {
        desk.run("status").out.split(separator: "\n").first.map(String.init) ?? ""
    }

    @Test func theFirstLineSaysWhetherEverythingIsSafe() throws {
        #expect(headline == "Nothing is in this store yet.  postil add FILE")
        #expect(try desk.json("status").bool("safe"))
        try desk.add(Desk.harbour)
        #expect(headline.hasPrefix("All of it is in this store alone"))
        #expect(headline.hasSuffix("postil login URL --invite CODE"))
        #expect(try !desk.json("status").bool("safe"))
        #expect(try desk.json("status").string("headline").hasPrefix("All of it"))
    }

    @Test func whatToLookAtIsNamedWithTheCommandThatShowsIt() throws {
        let article = try desk.add(
            desk.folder.put("Some words of a kind.\n", "a.txt"), "--url", "https://a.example/")
        desk.run("mark", article, "words of a kind")
        desk.now += 60_000
        try desk.add(
            desk.folder.put("Quite another matter.\n", "b.txt"), "--url", "https://a.example/")
        let status = desk.run("status").out
        #expect(status.contains("Look at  1 orphan  postil list is:orphan\n"))
        #expect(status.contains("Sets     personal (only here so far)"))
    }

    @Test func theHeadlineIsColouredOnATerminal() throws {
        desk.isTerminal = true
        #expect(headline.hasPrefix("\u{1B}[1;32m"))
        try desk.add(Desk.harbour)
        #expect(headline.hasPrefix("\u{1B}[1;33m"))
    }

    @Test func aRehearsedSyncSaysWhatWouldBeSent() throws {
        #expect(desk.run("sync", "-n").out.contains("Nothing would be sent"))
        let article = try desk.add(Desk.harbour)
        let mark = try desk.id("mark", article, "learned to wait", "-m", "first words of it")
        desk.run("tag", mark, "+x")
        let preview = desk.run("sync", "-n")
        #expect(preview.status == 0)
        #expect(preview.out.contains("Would send 3 changes:\n"))
        #expect(preview.out.contains("personal  3 changes to 2 things\n"))
        #expect(preview.out.contains("\(mark.prefix(4))  made   “first words of it”"))
        #expect(preview.out.contains("\(article.prefix(4))  added "))
        let json = try desk.json("sync", "--dry-run")
        #expect(try json.int("unsynced") == 3 && json.int("sent") == 0)
        let set = try #require(try json.array("sets").first)
        #expect(try set.array("items").map { try $0.string("id") } == [article, mark])
        #expect(try set.array("items")[1]["changes"]?.strings == ["made", "tagged"])
    }

    @Test func aLongRehearsalIsCutShort() throws {
        let article = try desk.add(Desk.harbour)
        for number in 0..<15 { try desk.id("note", article, "-m", "note \(number)") }
        desk.run("set", "new", "press")
        let preview = desk.run("sync", "-n", "--set", "personal").out
        #expect(preview.contains("and 6 more") && !preview.contains("press"))
        #expect(desk.run("sync", "-n").out.contains("\npress  1 change to 1 thing\n"))
        #expect(try desk.json("sync", "-n").array("sets").count == 2)
    }

    @Test func namesThatAreNearlyRightAreGuessed() throws {
        let article = try desk.add(Desk.lighthouse, "--title", "The lighthouse")
        let mark = try desk.id("note", article, "-m", "x", "-t", "urgent")
        desk.run("set", "new", "press")
        for (words, status, guess) in [
            (["set", "show", "pres"], 3, "Did you mean “press”?"),
            (["add", Desk.harbour, "--set", "perss"], 3, "Did you mean “press”?"),
            (["export", "--set", "prss"], 3, "Did you mean “press”?"),
            (["read", "The lighthuose"], 3, "Did you mean “The lighthouse”?"),
            (["tag", mark, "-urgnet"], 0, "Did you mean “urgent”?"),
        ] as [([String], Int32, String)] {
            let answer = desk.run(words)
            #expect(
                answer.status == status && answer.err.contains(guess), "\(words): \(answer.err)")
        }
        #expect(!desk.run("set", "show", "something").err.contains("Did you mean"))
        #expect(desk.run("tag", mark, "-urgent").err.isEmpty)
    }
}
