import CommandLine
import Glibc
import JSON
import Testing

/// Notes of another store, by its export, as they would come from any program.
@Suite struct ImportTests {
    let there: Desk
    let here: Desk
    let article: String
    let mark: String

    init() throws {
        there = try Desk()
        here = try Desk()
        article = try there.add(Desk.harbour, "--url", "https://example.org/harbour")
        mark = try there.id("mark", article, "learned to wait", "-m", "one", "-t", "b", "-t", "a")
        there.now += 60_000
        there.run("reply", mark, "-m", "two")
        there.run("note", article, "-m", "three")
        there.run("edit", mark, "-c", "green")
        there.run("close", mark)
        here.now += 86_400_000
    }

    private var file: String { there.folder.file("export.jsonl") }

    private func export() throws {
        let answer = there.run("export", "-o", file, "--force")
        try #require(answer.status == 0, "\(answer.err)")
    }

    @discardableResult
    private func take(_ more: String...) throws -> JSONValue {
        try export()
        let answer = here.run(["import", file, "--json"] + more)
        try #require(answer.status == 0, "\(answer.err)")
        return try #require(answer.json.array("files").first)
    }

    @Test func allOfANoteComesIn() throws {
        let report = try take()
        #expect(try report.int("highlights") == 1 && report.int("replies") == 1)
        #expect(try report.int("pageNotes") == 1 && report.int("quoteOnlyArticles") == 1)
        let notes = try here.run("list", "--json").items
        let note = try #require(notes.first { $0.at("body", "value")?.string == "one" })
        let original = try there.shown(mark)
        #expect(note["created"]?.string == original["created"]?.string)
        #expect(note["tags"]?.strings == ["a", "b"])
        #expect(note["color"]?.string == "green" && note["status"]?.string == "closed")
        #expect(note.at("quote", "exact")?.string == "learned to wait")
        #expect(note.at("anchor", "state")?.string == "waiting")
        #expect(note.at("origin", "id")?.string == mark)
        #expect(note["replies"]?.int == 1 && note["source"]?.string == original["source"]?.string)
    }

    @Test func theSameImportTwiceChangesNothing() throws {
        try take()
        let before = here.run("export", "--history").out
        let again = try take()
        #expect(try again.int("known") == 3 && again.int("highlights") == 0)
        #expect(here.run("export", "--history").out == before)
    }

    @Test func aDryRunSaysTheSameAndChangesNothing() throws {
        let dry = try take("-n")
        #expect(access(here.store, F_OK) != 0)
        let real = try take()
        for name in ["records", "highlights", "replies", "pageNotes", "quoteOnlyArticles"] {
            #expect(dry[name]?.int == real[name]?.int, "\(name)")
        }
        let before = here.run("export").out
        #expect(try take("-n").int("known") == 3)
        #expect(here.run("export").out == before)
    }

    @Test func aTextThatComesLaterIsWhereTheQuotesAre() throws {
        try take()
        let id = try #require(here.run("docs", "--json").items.first).string("id")
        let read = here.run("read", id)
        #expect(read.status == 0 && read.out.contains("learned to wait"))
        let refused = here.run("mark", id, "learned to wait", "--json")
        #expect(refused.status == 3)
        #expect(try refused.problem.string("code") == "quotes-only")
        #expect(try here.add(Desk.harbour, "--for", id) == id)
        let notes = try here.run("list", "--json").items
        let note = try #require(notes.first { $0.at("body", "value")?.string == "one" })
        #expect(note.at("anchor", "state")?.string == "exact")
        let place = try there.shown(mark).at("position", "start")?.int
        #expect(note.at("position", "start")?.int == place)
        // Only quotes again, from a file: the text stays.
        try take()
        #expect(here.run("read", id).out.contains("[["))
    }

    @Test func whatWasChangedThereFollowsUnlessItWasChangedHere() throws {
        try take()
        there.run("edit", mark, "-m", "one, and more")
        #expect(try take().int("updated") == 1)
        let texts = try here.run("list", "--json").items.map { $0.at("body", "value")?.string }
        #expect(texts.contains("one, and more"))
        there.run("edit", mark, "-m", "one, and even more")
        #expect(try take().int("updated") == 1)
        let note = try #require(
            here.run("list", "--json").items.first { $0["replies"]?.int == 1 }
        ).string("id")
        here.run("edit", note, "-m", "mine")
        there.run("edit", mark, "-m", "theirs")
        #expect(try take().int("editedHere") == 1)
        #expect(try here.shown(note).at("body", "value")?.string == "mine")
    }

    @Test func oneUndoTakesAnImportBackAndAgainBringsIt() throws {
        try take()
        #expect(here.run("undo").status == 0)
        #expect(try here.run("list", "--json").items.isEmpty)
        #expect(try here.run("docs", "--json").items.isEmpty)
        let left = try take()
        #expect(try left.int("deletedHere") == 3 && left.int("highlights") == 0)
        #expect(try here.run("list", "--json").items.isEmpty)
        #expect(try take("--again").int("revived") == 3)
        #expect(try here.run("list", "--json").items.count == 3)
    }

    @Test func whatWasDeletedHereStaysSo() throws {
        try take()
        let note = try #require(
            here.run("list", "--json").items.first { $0["replies"]?.int == 1 }
        ).string("id")
        here.run("rm", note)
        #expect(try take().int("deletedHere") == 1)
        #expect(try !here.run("list", "--json").items.contains { $0["id"]?.string == note })
    }

    @Test func ownNotesThatComeBackAreTheSameNotes() throws {
        try export()
        let before = there.run("export", "--history").out
        let answer = there.run("import", file, "--json")
        #expect(try answer.json.array("files").first?.int("known") == 3)
        #expect(there.run("export", "--history").out == before)
    }

    @Test func aBadRecordIsNamedWithItsLineAndTheOthersComeIn() throws {
        try export()
        var lines = there.run("export").out.split(separator: "\n").map(String.init)
        lines.insert("{\"v\":1,\"type\":", at: 2)
        here.input = Array(lines.joined(separator: "\n").utf8)
        let answer = here.run("import", "-")
        #expect(answer.status == 6)
        #expect(answer.out.contains("line 3: "))
        #expect(try here.run("list", "--json").items.count == 3)
    }

    @Test func whatIsNoFormatIsRefused() throws {
        here.input = Array("hello\n".utf8)
        let answer = here.run("import", "-", "--json")
        #expect(answer.status == 1)
        #expect(try answer.problem.string("code") == "unknown-format")
        #expect(here.run("import", "-", "--from", "docx").status == 2)
        #expect(here.run("import", "/nowhere/at/all").status == 3)
        #expect(access(here.store, F_OK) != 0)
    }

    @Test func aFlagThenTheSettingsSayIntoWhichSet() throws {
        try export()
        for name in ["press", "books"] { here.run("set", "new", name) }
        #expect(here.run("config", "set", "core.set", "press").status == 0)
        #expect(here.run("import", file).status == 0)
        #expect(try here.run("list", "set:press", "--json").items.count == 3)
        #expect(here.run("import", file, "--set", "books").status == 0)
        #expect(try here.run("list", "set:books", "--json").items.count == 3)
        #expect(here.run("import", file, "--set", "personal").status == 0)
        #expect(try here.run("list", "set:personal", "--json").items.count == 3)
        try here.folder.put("set = nowhere\n", ".postil")
        let missing = here.run("import", file)
        #expect(missing.status == 3 && missing.err.contains("“nowhere”"))
    }

    @Test func aRecordWithoutADateHasNone() throws {
        let table = "title,quote,note,created\nLog,the lamp is lit,why?,soon\n"
        let path = try here.folder.put(table, "undated.csv")
        let told = here.run("import", path, "--from", "csv")
        #expect(told.status == 0 && told.out.contains("1  without a date"))
        // It was made neither before a day nor since.
        for query in ["until:2030-01-01", "since:1980-01-01"] {
            #expect(try here.run("list", query, "--json").items.isEmpty)
        }
        let note = try #require(try here.run("list", "--json").items.first)
        #expect(note["created"]?.isNull == true && note["modified"]?.isNull == true)
        #expect(here.run("list").cells[0][4] == "")
        here.isTerminal = true
        #expect(here.run("list").out.contains("  no date  "))
        let id = try note.string("id")
        for words in [["read", "Log"], ["show", id], ["show", id, "--history"], ["list"]] {
            let told = here.run(words + ["--no-pager"]).out
            #expect(told.contains("no date"), "\(words)")
            #expect(!told.contains("56 years") && !told.contains("1970"), "\(words)")
        }
        here.now += 1000
        here.run("edit", id, "-m", "because")
        #expect(try here.shown(id)["modified"]?.string == "2026-09-22T14:13:21.000Z")
    }
}
