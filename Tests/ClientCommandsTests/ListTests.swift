import CommandLine
import JSON
import Testing

/// `list docs show read`: what is told, in which form.
@Suite struct ListTests {
    let desk: Desk
    let article: String
    let mark: String
    let reply: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id(
            "mark", article, "learned to wait", "-m", "two\nlines\tand", "-t", "todo")
        desk.now += 1000
        reply = try desk.id("reply", mark, "-m", "no")
    }

    @Test func aListHoldsAllThatLivesNewestFirst() throws {
        desk.now += 1000
        let note = try desk.id("note", article, "-m", "page")
        desk.run("close", mark)
        let items = try desk.run("list", "--json").items
        #expect(try items.map { try $0.string("id") } == [note, reply, mark])
    }

    @Test func aListHasNoLimitUnlessATerminalShowsIt() throws {
        for number in 0..<30 { desk.run("note", article, "-m", "n\(number)") }
        #expect(try desk.run("list", "--json").items.count == 32)
        #expect(desk.run("list").cells.count == 32)
        #expect(desk.run("list", "--jsonl").out.split(separator: "\n").count == 32)
        #expect(try desk.run("list", "--limit", "3", "--json").items.count == 3)
        desk.isTerminal = true
        let shown = desk.run("list").out
        #expect(shown.contains("The newest 20; more: add --limit 200"))
        #expect(desk.run("list", "--plain").cells.count == 32)
        #expect(try desk.run("list", "--json").items.count == 32)
        let found = desk.run("list", "note:n").out
        #expect(found.contains("20") && found.contains("more"))
        #expect(!desk.run("list", "note:n29").out.contains("more"))
        #expect(desk.run("list", "sort:oldest").out.contains("The first 20; more"))
    }

    @Test func aPipeGetsOneRecordALineWithTabs() throws {
        let rows = desk.run("list").cells
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0.count == 8 })
        #expect(rows[1][0] == mark && rows[1][1] == article && rows[1][2] == "personal")
        #expect(rows[1][4] == "2026-09-21T14:13:20Z")
        #expect(rows[1][5] == "learned to wait")
        #expect(rows[1][6] == "two\\nlines\\tand")
        #expect(rows[1][7] == "todo")
        let docs = desk.run("docs").cells
        #expect(docs.count == 1 && docs[0].contains(article))
        let log = desk.run("log").cells
        #expect(log.count == 3 && log[0][1] == "2026-09-21T14:13:21Z")
    }

    @Test func jsonLinesAreTheItemsOneByOne() throws {
        for command in ["list", "docs", "log"] {
            let items = try desk.run(command, "--json").items
            let lines = try desk.run(command, "--jsonl").out.split(separator: "\n").map {
                try JSONReader.parse(Array($0.utf8))
            }
            #expect(lines.count == items.count, "\(command)")
            for (line, item) in zip(lines, items) {
                #expect(try line.int("v") == 1)
                #expect(line["id"] == item["id"])
            }
        }
    }

    @Test func onATerminalAnAnnotationHasItsOwnLinesWithinTheWidth() throws {
        desk.isTerminal = true
        let text = desk.run("list").out
        #expect(text.contains("two lines and"))
        #expect(text.contains("#todo") && text.contains("1 reply"))
        #expect(text.contains("The harbour that learne…") && !text.contains("unsynced"))
        #expect(!text.contains("\\u{"))
        for line in text.split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 80) }
        #expect(text.contains(mark.prefix(4)) && !text.contains(mark))
    }

    @Test(arguments: [
        ("tag:todo", 1), ("tag:other", 0), ("is:reply", 1), ("is:open", 2), ("is:closed", 0),
        ("is:page", 0), ("is:unsynced", 2), ("is:conflict", 0), ("is:orphan", 0), ("has:note", 2),
        ("has:tag", 1), ("has:reply", 1), ("color:yellow", 1), ("color:green", 0),
        ("quote:LEARNED", 1), ("note:lines", 1), ("set:personal", 2), ("set:press", 0),
        ("wait", 1), ("LINES", 1), ("nowhere", 0), ("wait no", 0), ("no", 1), ("user:me", 2),
    ])
    func aQueryNarrowsItDown(query: String, count: Int) throws {
        #expect(try desk.run("list", query, "--json").items.count == count)
    }

    @Test(arguments: ["is:nonsense", "has:teeth", "color:beige"])
    func aValueThatNothingCanHaveIsUsage(query: String) {
        let answer = desk.run("list", query)
        #expect(answer.status == 2 && answer.out.isEmpty && answer.err.contains("takes"))
    }

    @Test func inTheOrderOfPlacesNotesStandAsTheyAreRead() throws {
        let early = try desk.id("mark", article, "The harbour that")
        desk.now += 1000
        let page = try desk.id("note", article, "-m", "page")
        let other = try desk.add(Desk.lighthouse)
        let weather = try desk.id("mark", other, "weather log", "--nth", "1")
        let items = try desk.run("list", "sort:place", "--json").items
        #expect(try items.map { try $0.string("id") } == [weather, page, early, mark, reply])
        let two = try desk.run("list", "sort:place", "--limit", "2", "--json").items
        #expect(try two.map { try $0.string("id") } == [weather, page])
        let refused = desk.run("docs", "sort:place")
        #expect(refused.status == 2 && refused.err.contains("not of articles"))
    }

    @Test func anEmptyAnswerSaysWhetherThereIsAnything() throws {
        desk.isTerminal = true
        #expect(desk.run("list", "tag:none").out.contains("No annotation matches"))
        #expect(desk.run("docs", "none").out.contains("No article matches"))
        let fresh = try Desk()
        fresh.isTerminal = true
        #expect(fresh.run("list").out.contains("postil mark"))
        #expect(fresh.run("docs").out.contains("postil add"))
    }

    @Test func wordsOfAQueryMayStandAlone() throws {
        #expect(try desk.run("list", "tag:todo", "wait", "--json").items.count == 1)
        #expect(try desk.run("docs", "harbour", "wait", "--json").items.count == 1)
        #expect(try desk.run("docs", "lighthouse", "--json").items.isEmpty)
        #expect(desk.run("list", "--limit", "0").status == 2)
        #expect(desk.run("list", "--limit", "x").status == 2)
    }

    @Test func tagsAreCountedAndTheMostUsedComesFirst() throws {
        desk.run("tag", mark, reply, "+b", "+a")
        let items = try desk.run("tags", "--json").items
        #expect(try items.map { try $0.string("tag") } == ["a", "b", "todo"])
        #expect(try items.map { try $0.int("notes") } == [2, 2, 1])
        #expect(desk.run("tags").cells == [["a", "2"], ["b", "2"], ["todo", "1"]])
        desk.run("rm", mark)
        #expect(desk.run("tags").cells == [["a", "1"], ["b", "1"]])
    }

    @Test func showTellsSeveralInTheOrderAsked() throws {
        let items = try desk.run("show", reply, mark, "--json").items
        #expect(try items.map { try $0.string("id") } == [reply, mark])
        #expect(desk.run("show", mark, "zzzzzzzzz").status == 3)
        let text = desk.run("show", reply).out
        #expect(text.contains(reply) && text.contains("answers") && text.contains("The harbour"))
    }

    @Test func historyTellsFromWhichTextToWhich() throws {
        desk.now += 60_000
        desk.run("edit", mark, "-m", "three")
        desk.run("tag", mark, "+later")
        let history = try desk.run("show", mark, "--history", "--json").items[0].array("history")
        let edit = try #require(history.first { $0["what"]?.string == "wrote" })
        #expect(try edit.string("before") == "two\nlines\tand")
        #expect(try edit.string("after") == "three")
        #expect(try edit.string("time") == "2026-09-21T14:14:21.000Z")
        #expect(
            history.contains { $0["what"]?.string == "tagged" && $0["after"]?.string == "later" })
        #expect(history.first?["what"]?.string == "made")
        let plain = try desk.run("show", mark, "--json").items[0]
        #expect(plain["history"] == nil)
    }

    @Test func theReadingViewHasTheTitleOnce() throws {
        desk.run("note", article, "-m", "page note")
        let page = desk.run("read", article).out
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "The harbour that [[learned to wait]][2]")
        #expect(page.split(separator: "The harbour that").count == 1)
        #expect(page.contains("page note") && page.contains("two"))
        for line in lines { #expect(TextWidth.columns(String(line)) <= 80) }
    }

    @Test func anotherTitleStandsAboveTheText() throws {
        let named = try desk.add(Desk.lighthouse, "--title", "Weather")
        let page = desk.run("read", named).out
        #expect(page.hasPrefix("Weather\n\n"))
        #expect(page.contains("Keeping a weather log"))
    }

    @Test func theWidthOfTheReadingViewCanBeChosen() throws {
        for width in [20, 40, 100] {
            let page = desk.run("read", article, "--width", "\(width)").out
            for line in page.split(separator: "\n") {
                #expect(TextWidth.columns(String(line)) <= width)
            }
        }
        for width in ["0", "19", "x", "-3", "1001"] {
            #expect(desk.run("read", article, "--width", width).status == 2)
        }
    }

    @Test func linesThatWereWrappedByHandAreReadAsOneParagraph() throws {
        let source = """
            The keeper

            It was on the last evening of October, when the herring boats had
            all come in and the lamps were being lit along the quay, that the
            keeper first noticed the stranger on the
            breakwater. He was standing quite still, with his collar turned
            up.

            the kettle sings
            the window clears
            """
        let id = try desk.add(try desk.folder.put(source, "keeper.txt"))
        let note = try desk.json("mark", id, "on the breakwater", "-m", "which?")
        #expect(note.at("quote", "exact")?.string == "on the\nbreakwater")
        #expect(
            desk.run("read", id, "--width", "60").out.hasPrefix(
                """
                The keeper

                  It was on the last evening of October, when the herring
                  boats had all come in and the lamps were being lit along
                  the quay, that the keeper first noticed the stranger [[on
                  the breakwater]][1]. He was standing quite still, with his
                  collar turned up.
                  ─ 1 \(try note.string("id").prefix(4))  me, now   which?

                  the kettle sings
                  the window clears

                """))
        let text = try desk.json("read", id).string("text")
        #expect(text.contains("stranger on the\nbreakwater. He"))
    }

    @Test func readAsJSONHoldsTextAndAnnotations() throws {
        let page = try desk.json("read", article)
        #expect(try page.string("text").contains("Nobody asked the eelgrass."))
        #expect(try page.array("annotations").map { try $0.string("id") } == [mark, reply])
    }

    @Test func coloursAreForTerminalsThatWantThem() throws {
        #expect(!desk.run("read", article).out.contains("\u{1B}"))
        desk.isTerminal = true
        #expect(desk.run("read", article).out.contains("\u{1B}["))
        desk.environment["NO_COLOR"] = "1"
        #expect(!desk.run("read", article).out.contains("\u{1B}"))
        #expect(!desk.run("read", "nowhere").err.contains("\u{1B}"))
        desk.environment["NO_COLOR"] = nil
        desk.environment["TERM"] = "dumb"
        #expect(!desk.run("read", article).out.contains("\u{1B}"))
        #expect(!desk.run("read", "nowhere").err.contains("\u{1B}"))
    }

    @Test func quietKeepsConfirmationsBackButNotAnswers() throws {
        #expect(desk.run("-q", "note", article, "-m", "x").out.isEmpty)
        #expect(desk.run("-q", "tag", "@", "+x").out.isEmpty)
        #expect(desk.run("-q", "list").cells.count == 3)
        #expect(desk.run("read", article, "-q").out.contains("eelgrass"))
        desk.isTerminal = true
        #expect(desk.run("-q", "note", article, "-m", "x").out.isEmpty)
        #expect(!desk.run("-q", "list").out.isEmpty)
    }
}
