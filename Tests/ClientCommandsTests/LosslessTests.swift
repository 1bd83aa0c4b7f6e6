import CommandLine
import Foundation
import JSON
import Testing

/// An export with history holds all that another store needs to show the same.
@Suite struct LosslessTests {
    let there: Desk
    let here: Desk
    private let file: String

    init() throws {
        there = try Desk()
        here = try Desk()
        file = there.folder.file("all.jsonl")
        let marked = there.folder.file("marked.txt")
        try Data("\u{FEFF}With a mark.\r\nAnd \"signs\" \\ of all kinds.\r\n".utf8)
            .write(to: URL(fileURLWithPath: marked))
        let harbour = try there.add(Desk.harbour)
        try there.add(marked, "--title", "Another title")
        let light = try there.add(Desk.lighthouse, "--url", "https://example.org/light")
        there.now += 60_000
        try there.add(Desk.harbour, "--url", "https://example.org/light")
        there.now += 60_000
        let mark = try there.id(
            "mark", harbour, "learned to wait", "-m", "one\ntwo", "-t", "b", "-t", "a")
        there.run("reply", mark, "-m", "three")
        there.run("edit", mark, "-m", "one\ntwo and a half", "-c", "green")
        there.run("close", mark)
        there.run("note", light, "-m", "on the whole")
        let gone = try there.id("mark", light, "learned to wait", "-m", "to be deleted")
        there.run("rm", gone)
        let moved = try there.id("mark", harbour, "learned to", "-m", "moved")
        #expect(there.run("reattach", moved, "The harbour").status == 0)
        here.now += 86_400_000
    }

    private func take(_ more: String...) throws -> JSONValue {
        let export = there.run("export", "--history", "-o", file, "--force")
        try #require(export.status == 0, "\(export.err)")
        let answer = here.run(["import", file, "--json"] + more)
        try #require(answer.status == 0, "\(answer.err)")
        return try #require(answer.json.array("files").first)
    }

    /// What an article is, whatever store it is in.
    private func articles(_ desk: Desk) throws -> [[String?]] {
        try desk.run("docs", "--json").items.map { article in
            let text = try desk.json("read", article.string("id")).string("text")
            return [
                article["title"]?.string, article["url"]?.string, article["version"]?.string, text,
            ]
        }.sorted { "\($0)" < "\($1)" }
    }

    /// What a note is, whatever store it is in.
    private func notes(_ desk: Desk) throws -> [[String]] {
        let paths = [
            ["body", "value"], ["created"], ["tags"], ["color"], ["status"], ["motivation"],
            ["anchor", "state"], ["position", "start"], ["position", "end"],
        ]
        let rows = try desk.run("list", "--json").items.map { note -> [String] in
            paths.map { path in
                let value = path.reduce(note as JSONValue?) { $0?[$1] }
                return value.map { "\($0)" } ?? "-"
            }
        }
        return rows.sorted { $0.joined() < $1.joined() }
    }

    @Test func textsVersionsNotesAndThreadsComeBack() throws {
        let report = try take()
        #expect(try report.int("texts") == 4 && report.int("quoteOnlyArticles") == 0)
        #expect(try articles(here) == articles(there))
        #expect(try notes(here) == notes(there))
        let pages = try here.run("docs", "--json").items.map {
            here.run("read", try $0.string("id")).out
        }
        #expect(pages.count { $0.contains("└") } == 1)
    }

    @Test func theirHistoryIsKeptBesideThem() throws {
        _ = try take()
        let lines = here.run("export", "--history").out
        var ops = 0
        for line in there.run("export", "--history").out.split(separator: "\n") {
            let value = try JSONReader.parse(Array(line.utf8))
            guard ["annotation", "reply"].contains(try value.string("type")),
                try !value.bool("deleted")
            else { continue }
            for op in try value.array("history") {
                ops += 1
                #expect(try lines.contains(op.string("op")))
            }
        }
        #expect(ops > 8)
    }

    @Test func aSecondImportChangesNothingAndUndoTakesAllBack() throws {
        _ = try take()
        let before = here.run("export").out
        let again = try take()
        #expect(try again.int("texts") == 0 && again.int("known") == 4)
        #expect(here.run("export").out == before)
        #expect(here.run("undo").status == 0)
        #expect(try here.run("docs", "--json").items.isEmpty)
        #expect(try here.run("list", "--json").items.isEmpty)
        let left = try take()
        #expect(try left.int("texts") == 0)
        #expect(try here.run("docs", "--json").items.isEmpty)
        #expect(try take("--again").int("texts") > 0)
        #expect(try articles(here) == articles(there))
        #expect(try notes(here) == notes(there))
    }

    @Test func aRehearsalCountsAndMakesNothing() throws {
        let report = try take("-n")
        #expect(try report.int("texts") == 4 && report.int("highlights") == 2)
        #expect(try here.run("docs", "--json").items.isEmpty)
    }

    @Test(arguments: [
        #"{"format":"plain","source":""}"#, #"{"format":"plain","source":"a\u0000b"}"#,
        #"{"format":"markdown","source":" \n\n "}"#,
    ])
    func aTextThatIsNoneIsNamedAndItsNotesKeepTheirQuotes(version: String) throws {
        let id = String(repeating: "a", count: 32)
        let note =
            #"{"v":1,"type":"annotation","id":"\#(String(repeating: "k", count: 32))","#
            + #""doc":"\#(id)","body":"b","target":{"exact":"words"}}"#
        let article =
            #"{"v":1,"type":"article","id":"\#(id)","title":"T","versions":[\#(version)]}"#
        try Data("\(note)\n\(article)\n".utf8).write(to: URL(fileURLWithPath: file))
        let answer = here.run("import", file, "--json")
        #expect(answer.status == 6)
        let report = try #require(try answer.json.array("files").first)
        let bad = try #require(try report.array("bad").first)
        #expect(try bad.int("line") == 2 && !bad.string("why").isEmpty)
        #expect(try report.int("highlights") == 1)
        #expect(try here.run("list", "--json").items.count == 1)
    }
}
