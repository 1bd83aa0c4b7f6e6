import CommandLine
import JSON
import Testing

/// `note reply edit tag close reopen rm`.
@Suite struct ChangeTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "one two three")
    }

    @Test func aNoteOnAnArticleIsAPageNote() throws {
        let note = try desk.json("note", article, "-m", "on the whole")
        #expect(note["quote"]?.isNull == true && note["position"]?.isNull == true)
        #expect(try note.string("motivation") == "commenting")
        #expect(try note.string("doc") == article)
        #expect(try desk.run("list", "is:page", "--json").items.count == 1)
    }

    @Test func aNoteOnAnAnnotationIsAnEdit() throws {
        let note = try desk.json("note", mark, "-m", "four", "-t", "new")
        #expect(try note.string("id") == mark)
        #expect(note.at("body", "value")?.string == "four")
        #expect(note["tags"]?.strings == ["new"])
        #expect(try desk.run("list", "--json").items.count == 1)
    }

    @Test func aReplyHangsOnItsParent() throws {
        let reply = try desk.json("reply", mark, "-m", "no")
        #expect(try reply.string("parent") == mark)
        #expect(try reply.string("motivation") == "replying")
        let answer = try desk.json("reply", try reply.string("id"), "-m", "yes")
        #expect(try answer.string("parent") == reply.string("id"))
        #expect(try desk.shown(mark).int("replies") == 1)
        #expect(try desk.json("tag", mark, "+x").int("replies") == 1)
        let threads = try desk.json("read", article).array("annotations")
        #expect(threads.map { $0["replies"]?.int } == [1, 1, 0])
    }

    @Test func anEmptyNoteOrReplyIsNotWritten() throws {
        #expect(desk.run("note", article, "-m", " ").status == 1)
        #expect(desk.run("reply", mark, "-m", "").status == 1)
        #expect(try desk.run("list", "--json").items.count == 1)
    }

    @Test func aRehearsalTagsNothingWhereverItsFlagStands() throws {
        for words in [
            ["tag", mark, "--dry-run", "+x"], ["tag", mark, "+x", "--dry-run"],
            ["tag", "-n", mark, "+x"], ["tag", mark, "+x", "-n"],
            ["tag", "--query", "is:open", "+x", "-n"],
        ] {
            let answer = desk.run(words)
            #expect(answer.status == 0 && answer.out.contains("Would tag +x"), "\(words)")
        }
        #expect(try desk.shown(mark)["tags"]?.strings == [])
        #expect(desk.run("tag", mark, "+n").status == 0)
        #expect(desk.run("tag", mark, "--", "-n").status == 0)
        #expect(try desk.shown(mark)["tags"]?.strings == [])
    }

    @Test func tagsArePutOnAndTakenOff() throws {
        let tagged = try desk.json("tag", mark, "+b", "+a", "+a")
        #expect(tagged["tags"]?.strings == ["a", "b"])
        let less = try desk.json("tag", mark, "-b", "+c")
        #expect(less["tags"]?.strings == ["a", "c"])
        #expect(try desk.json("tag", mark, "-gone")["tags"]?.strings == ["a", "c"])
        #expect(desk.run("tag", mark).status == 2)
        #expect(desk.run("tag", mark, "+").status == 2)
        #expect(desk.run("tag", mark, "+two words").status == 2)
    }

    @Test func severalAreTaggedTogetherAndTakenBackTogether() throws {
        let other = try desk.id("note", article, "-m", "second")
        let answer = desk.run("tag", mark, other, "+x", "--json")
        #expect(answer.status == 0)
        #expect(try answer.items.count == 2)
        #expect(try desk.run("list", "tag:x", "--json").items.count == 2)
        #expect(desk.run("undo").status == 0)
        #expect(try desk.run("list", "tag:x", "--json").items.isEmpty)
        #expect(desk.run("tag", mark, "zzzzzzzz", "+x").status == 3)
        #expect(try desk.run("list", "tag:x", "--json").items.isEmpty)
    }

    @Test func aThreadIsClosedAndOpenedAgain() throws {
        #expect(try desk.json("close", mark).string("status") == "closed")
        #expect(try desk.json("close", mark).string("status") == "closed")
        #expect(try desk.run("list", "is:closed", "--json").items.count == 1)
        #expect(try desk.run("list", "is:open", "--json").items.isEmpty)
        #expect(try desk.json("reopen", mark).string("status") == "open")
    }

    @Test func `a status that is there already is not written again`() throws {
        let count = try desk.run("log", "--json").items.count
        #expect(desk.run("reopen", mark).out.hasPrefix("Unchanged: \(mark.prefix(4))"))
        #expect(try desk.run("log", "--json").items.count == count)
        let other = try desk.id("note", article, "-m", "second")
        desk.run("close", other)
        let both = desk.run("close", mark, other)
        #expect(both.out.contains("Closed \(mark.prefix(4))"))
        #expect(both.out.contains("Unchanged: \(other.prefix(4))"))
        #expect(try desk.run("list", "is:closed", "--json").items.count == 2)
        #expect(
            try desk.run("log", "--json").items[0].string("command") == "close \(mark.prefix(4))")
        #expect(try desk.run("reopen", mark, other, "--json").items.count == 2)
        #expect(desk.run("undo").status == 0)
        #expect(try desk.run("list", "is:closed", "--json").items.count == 2)
    }

    @Test func allThatAQueryFindsIsClosedTogether() throws {
        let other = try desk.id("note", article, "-m", "second", "-t", "done")
        desk.run("tag", mark, "+done")
        desk.run("close", other)
        let would = try desk.json("close", "--query", "tag:done", "-n")
        #expect(would["closed"]?.strings == [mark])
        #expect(try desk.run("list", "is:closed", "--json").items.count == 1)
        let closed = desk.run("close", "--query", "tag:done")
        #expect(closed.out.hasPrefix("Closed \(mark.prefix(4))") && !closed.out.contains("Unch"))
        #expect(try desk.run("list", "is:open", "--json").items.isEmpty)
        #expect(
            desk.run("close", "--query", "tag:done").out
                == "2 annotations match and are closed already; nothing was changed\n")
        #expect(desk.run("close", "--query", "tag:no").out.contains("No annotation matches"))
        #expect(
            try desk.json("reopen", "--query", "tag:done", "-n")["reopened"]?.strings.count == 2)
        #expect(try desk.run("reopen", "--query", "tag:done", "--json").items.count == 2)
        desk.run("undo")
        #expect(try desk.run("list", "is:closed", "--json").items.count == 2)
        #expect(desk.run("close").status == 2)
        #expect(desk.run("close", mark, "--query", "tag:done").status == 2)
        #expect(desk.run("close", "--query", "").status == 2)
        #expect(desk.run("close", "--query", "tag:none").status == 0)
    }

    @Test func aRemovalNeverAsksAndTakesSeveralAtOnce() throws {
        let other = try desk.id("note", article, "-m", "second")
        let removed = try desk.json("rm", mark, other, "--no-input")
        #expect(removed["removed"]?.strings == [mark, other])
        #expect(try desk.run("list", "--json").items.isEmpty)
        #expect(try desk.shown(mark).bool("deleted"))
        #expect(desk.run("undo").status == 0)
        #expect(try desk.run("list", "--json").items.count == 2)
    }

    @Test func aRemovalOfManyWantsAYes() throws {
        let ids = try (0..<11).map { try desk.id("note", article, "-m", "n\($0)") }
        #expect(desk.run(["rm"] + ids).status == 8)
        #expect(try desk.run("list", "--json").items.count == 12)
        #expect(desk.run(["rm", "--yes"] + ids).status == 0)
        #expect(try desk.run("list", "--json").items.count == 1)
    }

    @Test func aRemovalIsAllOrNothing() throws {
        #expect(desk.run("rm", mark, "zzzzzzzz").status == 3)
        #expect(try desk.run("list", "--json").items.count == 1)
    }

    @Test func whatIsDeletedIsNotChanged() throws {
        desk.run("rm", mark)
        for command in [
            ["reply", mark, "-m", "x"], ["edit", mark, "-m", "x"], ["tag", mark, "+x"],
            ["close", mark], ["reopen", mark], ["note", mark, "-m", "x"], ["rm", mark],
        ] {
            let answer = desk.run(command)
            #expect(answer.status == 3, "\(command)")
            #expect(answer.err.contains("deleted") && answer.err.contains("hint:"))
        }
        desk.run("rm", article)
        for command in [
            ["mark", article, "learned"], ["note", article, "-m", "x"], ["read", article],
            ["rm", article],
        ] {
            #expect(desk.run(command).status == 3, "\(command)")
        }
    }

    @Test func aReplyKeepsItsThreadWhenTheParentGoes() throws {
        desk.run("reply", mark, "-m", "still here")
        desk.run("rm", mark)
        let page = desk.run("read", article)
        #expect(page.out.contains("still here") && page.out.contains("(deleted)"))
        #expect(!page.out.contains("one two three"))
    }

    @Test func theLastAnnotationAndArticleHaveShortNames() throws {
        let other = try desk.add(Desk.lighthouse)
        #expect(try desk.json("note", "@@", "-m", "x").string("doc") == other)
        #expect(try desk.json("close", "@").at("body", "value")?.string == "x")
        #expect(try desk.json("edit", mark, "-m", "now this").string("id") == mark)
        #expect(try desk.json("reply", "@", "-m", "y").string("parent") == mark)
        #expect(try desk.json("note", "@@", "-m", "z").string("doc") == article)
        desk.run("read", other)
        #expect(try desk.json("note", "@@", "-m", "z").string("doc") == other)
    }

    @Test func onAnEmptyStoreTheShortNamesAreNotFound() throws {
        let fresh = try Desk()
        for command in [["show", "@"], ["read"], ["read", "@@"], ["close", "@"], ["rm", "@"]] {
            #expect(fresh.run(command).status == 3, "\(command)")
        }
    }

    @Test func anyUniqueBeginningOfAnIdIsEnough() throws {
        #expect(try desk.shown(String(mark.prefix(1))).string("id") == mark)
        #expect(
            try desk.json("note", String(article.prefix(1)), "-m", "x").string("doc") == article)
        #expect(try desk.json("read", "harbour that LEARNED").string("id") == article)
    }

    @Test func anAmbiguousBeginningIsADecision() throws {
        // Among 17 ids over 16 letters two begin alike.
        var seen: [Character: String] = [:]
        var letter: Character?
        for number in 0..<17 where letter == nil {
            let id = try desk.id("note", article, "-m", "n\(number)")
            let first = id.first ?? "?"
            if seen[first] != nil { letter = first }
            seen[first] = id
        }
        let prefix = String(try #require(letter))
        let answer = desk.run("show", prefix, "--json")
        #expect(answer.status == 7 && answer.out.isEmpty)
        #expect(try answer.problem["evidence"]?.strings.count ?? 0 >= 2)
    }

    @Test func anAmbiguousTitleIsADecisionAndAWholeOneIsNot() throws {
        let log = try desk.add(try desk.folder.put("Log\n\nshort\n", "a.txt"))
        try desk.add(try desk.folder.put("Log book\n\nlonger\n", "b.txt"))
        #expect(desk.run("read", "lo").status == 7)
        #expect(try desk.json("read", "Log").string("id") == log)
        #expect(desk.run("read", "no such title").status == 3)
    }
}
