import JSON
import Testing

/// Words of a person's own for the beginning of a command line.
@Suite struct AliasTests {
    let desk: Desk
    let mark: String

    init() throws {
        desk = try Desk()
        try desk.add(Desk.harbour)
        mark = try desk.id("mark", "@@", "learned to wait", "-t", "todo", "-m", "two words")
        desk.run("note", "@@", "-m", "other")
    }

    private func alias(_ name: String, _ line: String) {
        #expect(desk.run("config", "set", "--", "alias." + name, line).status == 0)
    }

    @Test func anAliasStandsForTheBeginningOfALine() throws {
        alias("todo", "list tag:todo is:open")
        #expect(try desk.run("todo", "--json").items.map { try $0.string("id") } == [mark])
        #expect(desk.run("todo").out == desk.run("list", "tag:todo", "is:open").out)
        #expect(try desk.run("--json", "--store", desk.store, "todo").items.count == 1)
        #expect(try desk.run("todo", "nothing", "--json").items.isEmpty)
    }

    @Test func quotesHoldWordsTogether() throws {
        alias("say", "note @@ -m 'a b  c' -t \"x\"")
        let note = try desk.json("say")
        #expect(note.at("body", "value")?.string == "a b  c")
        #expect(note["tags"]?.strings == ["x"])
    }

    @Test func aliasesMayBuildOnAliasesButNotOnThemselves() throws {
        alias("todo", "list tag:todo")
        alias("open", "--json todo is:open")
        #expect(try desk.run("open").items.count == 1)
        alias("a", "b")
        alias("b", "a x")
        let circle = desk.run("a")
        #expect(circle.status == 2 && circle.err.contains("a → b → a"))
        alias("self", "self")
        #expect(desk.run("self").status == 2)
    }

    @Test func aCommandIsNeverHidden() throws {
        let file = desk.folder.file(".config/postil/config")
        alias("x", "docs")
        let octets = try #require(TemporaryFolder.octets(file))
        try desk.folder.put(octets + Array("    docs = list\n".utf8), ".config/postil/config")
        let docs = desk.run("docs")
        #expect(docs.out == desk.run("x").out && docs.cells.count == 1)
        #expect(docs.err.contains("alias.docs is not used"))
    }

    @Test func helpSaysWhatItIs() {
        alias("todo", "list tag:todo is:open")
        for words in [["help", "todo"], ["todo", "--help"], ["todo", "-h"]] {
            let page = desk.run(words)
            #expect(page.status == 0)
            #expect(page.out.hasPrefix("“todo” is an alias: postil list tag:todo is:open"))
            #expect(page.out.contains("Usage:  postil list"))
        }
        #expect(!desk.run("help", "list").out.contains("alias"))
    }

    @Test func whatCannotBePartedIsToldWhenItIsCalled() throws {
        try desk.folder.put("[alias]\nbad = list 'x\n", "system-config")
        let answer = desk.run("bad")
        #expect(answer.status == 2 && answer.err.contains("system-config:2"))
        #expect(desk.run("docs").status == 0)
    }

    @Test func aMistypedAliasIsGuessed() {
        alias("backlog", "list tag:todo")
        let answer = desk.run("baklog")
        #expect(answer.status == 2 && answer.err.contains("Did you mean “backlog”?"))
        #expect(desk.run("lst").err.contains("Did you mean “list”?"))
    }

    @Test func aMistypedFlagBehindAnAliasIsTold() {
        alias("todo", "list tag:todo")
        #expect(desk.run("todo", "--limt", "3").err.contains("--limit"))
    }

    @Test func aliasesAreCompleted() {
        alias("todo", "list tag:todo")
        #expect(desk.run("__complete", "tod").out.hasPrefix("todo\tlist tag:todo"))
        #expect(desk.run("__complete", "todo", "is:o").out.contains("is:o"))
        #expect(desk.run("__complete", "config", "get", "read.w").out.hasPrefix("read.width"))
        #expect(desk.run("__complete", "docs", "--color", "al").out.hasPrefix("always"))
    }
}
