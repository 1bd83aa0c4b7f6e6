import CommandLine
import JSON
import Testing

/// `undo redo log merges`.
@Suite struct UndoTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "one")
    }

    private func text() throws -> String? { try desk.shown(mark).at("body", "value")?.string }

    @Test func undoTakesBackTheNewestAndThenTheOneBefore() throws {
        desk.run("edit", mark, "-m", "one two")
        desk.run("tag", mark, "+x")
        #expect(try desk.json("undo").string("command").hasPrefix("tag"))
        #expect(try desk.shown(mark)["tags"]?.strings == [])
        #expect(try text() == "one two")
        desk.run("undo")
        #expect(try text() == "one")
        desk.run("undo")
        #expect(try desk.run("list", "--json").items.isEmpty)
        desk.run("undo")
        #expect(try desk.run("docs", "--json").items.isEmpty)
        let nothing = desk.run("undo")
        #expect(nothing.status == 3 && nothing.err.contains("nothing to take back"))
    }

    @Test func redoGoesTheOtherWay() throws {
        desk.run("edit", mark, "-m", "one two")
        desk.run("edit", mark, "-m", "one two three")
        desk.run("undo")
        desk.run("undo")
        #expect(try text() == "one")
        #expect(desk.run("redo").out.contains("Did again"))
        #expect(try text() == "one two")
        #expect(desk.run("redo").status == 0)
        #expect(try text() == "one two three")
        #expect(desk.run("redo").status == 3)
        desk.run("undo")
        #expect(try text() == "one two")
    }

    @Test func redoNamesTheCommandThatComesAgain() throws {
        desk.run("edit", mark, "-m", "two")
        let named = try desk.json("undo").string("command")
        #expect(try desk.json("redo").string("command") == named)
        #expect(!desk.run("undo").out.contains("undo of"))
    }

    @Test func `a redo of which nothing is left does not block those before it`() throws {
        desk.run("undo", "1")
        desk.run("undo")
        let again = desk.run("redo")
        // A note keeps its article alive.
        #expect(again.out.contains("Back with it: \(article.prefix(4))"))
        #expect(try desk.run("docs", "--json").items.count == 1)
        let nothing = desk.run("redo")
        #expect(nothing.status == 3 && nothing.err.contains("deleted: it is not so any more"))
        #expect(desk.run("redo").err.contains("nothing was taken back that could come again"))
        // What was passed by does not come at a later time either.
        desk.run("rm", article)
        #expect(desk.run("redo").status == 3)
    }

    @Test func `an older redo comes behind one of which nothing is left`() throws {
        desk.run("tag", mark, "+x")
        for change in ["3", "1", "2"] { #expect(desk.run("undo", change).status == 0) }
        #expect(desk.run("redo").out.contains("Did again 2"))
        let older = desk.run("redo").out
        #expect(older.contains("Nothing is left of 1") && older.contains("Did again 3"))
        #expect(try desk.shown(mark)["tags"]?.strings == ["x"])
    }

    @Test func `a rehearsal says what else would come back`() throws {
        desk.run("rm", mark)
        desk.run("rm", article)
        let rehearsed = desk.run("undo", "3", "-n")
        #expect(rehearsed.out.contains("\(mark.prefix(4))  brought back\n"))
        #expect(rehearsed.out.contains("\(article.prefix(4))  brought back with it"))
        #expect(try desk.json("undo", "3", "-n").array("would").count == 2)
        #expect(try desk.run("docs", "--json").items.isEmpty)
        #expect(desk.run("undo", "3").out.contains("Back with it: \(article.prefix(4))"))
        #expect(try desk.run("docs", "--json").items.count == 1)
        // The article's deletion is none any more: the newest change is what was before it.
        let next = desk.run("undo")
        #expect(next.status == 0 && next.out.contains("Nothing is left of 4"))
        #expect(next.out.contains("Took back 2"))
    }

    @Test func `a rehearsal says what a text would be`() throws {
        desk.run("edit", mark, "-m", "one two")
        #expect(desk.run("undo", "-n").out.contains("\(mark.prefix(4))  wrote “one”\n"))
    }

    @Test func `a redo is called one in the log`() throws {
        desk.run("undo")
        desk.run("redo")
        func newest() throws -> String {
            try desk.run("log", "--json").items[0].string("command")
        }
        #expect(try newest() == "redo of mark \(mark.prefix(4))")
        desk.run("undo")
        #expect(try newest() == "undo of mark \(mark.prefix(4))")
        desk.run("redo")
        #expect(try newest() == "redo of mark \(mark.prefix(4))")
    }

    @Test func aRemovedArticleComesBackWithItsNotes() throws {
        desk.run("rm", article)
        #expect(try desk.run("list", "--json").items.isEmpty)
        desk.run("undo")
        #expect(try desk.run("list", "--json").items.count == 1)
        #expect(try desk.run("docs", "--json").items.count == 1)
    }

    @Test func statusColourAndTagsComeBack() throws {
        desk.run("edit", mark, "-c", "green")
        desk.run("close", mark)
        desk.run("tag", mark, "+a", "+b")
        desk.run("tag", mark, "-a")
        for _ in 0..<2 { desk.run("undo") }
        #expect(try desk.shown(mark)["tags"]?.strings == [])
        desk.run("undo")
        #expect(try desk.shown(mark).string("status") == "open")
        desk.run("undo")
        #expect(try desk.shown(mark).string("color") == "yellow")
    }

    @Test func oneChangeOfTheLogIsTakenBackOnce() throws {
        desk.run("tag", mark, "+x")
        desk.run("edit", mark, "-m", "two")
        let entries = try desk.run("log", "--json").items
        let tag = try #require(entries.first { $0["command"]?.string?.hasPrefix("tag") == true })
        let number = String(try tag.int("id"))
        #expect(desk.run("undo", number).status == 0)
        #expect(try desk.shown(mark)["tags"]?.strings == [])
        #expect(try text() == "two")
        #expect(desk.run("undo", number).status == 3)
        #expect(desk.run("undo", "999").status == 3)
        #expect(desk.run("undo", "x").status == 3)
    }

    @Test func aChangeThatIsNotTheNewestIsTakenBackAndComesAgain() throws {
        desk.run("edit", mark, "-m", "one two")
        desk.run("tag", mark, "+x")
        desk.run("edit", mark, "-c", "green")
        let edit = try #require(
            try desk.run("log", "--json").items.first {
                $0["command"]?.string?.hasPrefix("edit") == true && $0["id"]?.int == 3
            })
        let undone = desk.run("undo", String(try edit.int("id")))
        #expect(undone.status == 0 && undone.out.contains("Took back 3"))
        #expect(try text() == "one")
        #expect(try desk.shown(mark).string("color") == "green")
        #expect(desk.run("redo").out.contains("Did again 3"))
        #expect(try text() == "one two")
        #expect(try desk.shown(mark)["tags"]?.strings == ["x"])
    }

    @Test func whatWasWrittenOverSinceStays() throws {
        desk.run("edit", mark, "-c", "green")
        desk.run("edit", mark, "-c", "blue")
        let undone = desk.run("undo", "3")
        #expect(undone.status == 1 && undone.out.isEmpty)
        #expect(undone.err.contains("you changed it since") && undone.err.contains("green"))
        #expect(undone.err.contains("show \(mark.prefix(4))"))
        #expect(try desk.shown(mark).string("color") == "blue")
        desk.run("undo")
        desk.run("undo")
        #expect(try desk.shown(mark).string("color") == "yellow")
    }

    @Test func whatIsGoneAlreadyIsTold() throws {
        desk.run("tag", mark, "+x")
        desk.run("tag", mark, "-x")
        let undone = desk.run("undo", "3")
        #expect(undone.status == 1 && undone.err.contains("tagged x: it is not so any more"))
        #expect(try desk.run("undo", "3", "--json").problem.string("code") == "cannot-undo")
        desk.run("rm", mark)
        #expect(desk.run("undo", "2").status == 1)
    }

    @Test func aRehearsalSaysWhatItWouldDoAndDoesNothing() throws {
        desk.run("tag", mark, "+x", "+y")
        let before = desk.run("export").out
        let log = desk.run("log", "--json").out
        let rehearsed = desk.run("undo", "-n")
        #expect(rehearsed.status == 0)
        #expect(rehearsed.out.contains("Would take back 3") && rehearsed.out.contains("(-n)"))
        #expect(rehearsed.out.contains("untagged y") && rehearsed.out.contains("untagged x"))
        #expect(try desk.json("undo", "--dry-run").array("would").count == 2)
        #expect(desk.run("export").out == before && desk.run("log", "--json").out == log)
        #expect(try desk.run("undo", "1", "-n", "--json").json.array("would").count == 1)
        #expect(try desk.run("docs", "--json").items.count == 1)
        #expect(desk.run("undo").status == 0)
    }

    @Test func theLogHoldsEveryChangeNewestFirst() throws {
        desk.run("tag", mark, "+x")
        desk.run("undo")
        let entries = try desk.run("log", "--json").items
        #expect(entries.count == 4)
        #expect(try entries.map { try $0.int("id") } == [4, 3, 2, 1])
        #expect(try entries[1].bool("undone"))
        #expect(try !entries[0].bool("undone") && !entries[2].bool("undone"))
        for name in ["id", "time", "command", "ops"] { #expect(entries[0].names.contains(name)) }
    }

    @Test func `the log says what each change was about`() throws {
        desk.run("edit", mark, "-m", "better\nwords", "-c", "green")
        desk.run("tag", mark, "+x", "+y")
        desk.run("tag", mark, "-x", "+z")
        desk.run("reply", mark, "-m", "so it is")
        desk.run("edit", mark, "-m", "the best words")
        desk.run("rm", mark)
        let items = try desk.run("log", "--json").items
        #expect(
            try items.map { try $0.string("detail") } == [
                "“learned to wait”", "“the best words”", "“so it is”", "-x +z", "+x +y",
                "“better words” green", "“learned to wait”", "",
            ])
        desk.isTerminal = true
        desk.columns = 60
        let page = desk.run("log").out
        #expect(page.contains("tag \(mark.prefix(4))  -x +z"))
        for line in page.split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 60) }
    }

    @Test func everyChangeIsCalledAfterItsCommand() throws {
        let reply = try desk.id("reply", mark, "-m", "no")
        desk.run("note", article, "-m", "page")
        desk.run("edit", mark, "-m", "better")
        desk.run("tag", mark, "+x")
        desk.run("close", mark)
        desk.run("reopen", mark)
        desk.run("reattach", mark, "Nobody asked")
        desk.run("rm", reply)
        desk.run("set", "new", "press")
        let commands = try desk.run("log", "--json").items.map {
            String(try $0.string("command").prefix { $0 != " " })
        }
        #expect(
            commands == [
                "set", "rm", "reattach", "reopen", "close", "tag", "edit", "note", "reply", "mark",
                "add",
            ])
        for command in commands { #expect(desk.run("help", command).status == 0) }
    }

    @Test func theLogOfOneThingHoldsWhatChangedIt() throws {
        let other = try desk.id("note", article, "-m", "second")
        desk.run("tag", mark, other, "+x")
        desk.run("close", other)
        func commands(_ id: String) throws -> [String] {
            try desk.run("log", id, "--json").items.map {
                String(try $0.string("command").prefix { $0 != " " })
            }
        }
        #expect(try commands(mark) == ["tag", "mark"])
        #expect(try commands(other) == ["close", "tag", "note"])
        #expect(try commands(article) == ["add"])
        #expect(desk.run("log", "zzzzzzzz").status == 3)
    }

    @Test func lookingIsNoChange() throws {
        let before = try desk.run("log", "--json").items.count
        desk.run("list")
        desk.run("read", article)
        desk.run("edit", mark, "-m", "one")
        #expect(try desk.run("log", "--json").items.count == before)
    }

    @Test func withoutASyncNothingWasMerged() throws {
        #expect(try desk.run("merges", "--json").items.isEmpty)
        #expect(try desk.run("merges", mark, "--json").items.isEmpty)
        #expect(desk.run("merges", "--take", "mine").status == 2)
        #expect(desk.run("merges", mark, "--take", "ours").status == 2)
        #expect(desk.run("merges", mark, "--take", "mine").status == 3)
    }
}
