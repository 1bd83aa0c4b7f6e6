import CommandLine
import JSON
import Testing

@Suite struct ExportTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "one", "-t", "b", "-t", "a")
        desk.run("reply", mark, "-m", "two")
        desk.run("note", article, "-m", "three")
        desk.run("edit", mark, "-m", "one and more", "-c", "green")
    }

    private func lines(_ more: String...) throws -> [JSONValue] {
        let answer = desk.run(["export"] + more)
        try #require(answer.status == 0, "\(answer.err)")
        return try answer.out.split(separator: "\n").map { try JSONReader.parse(Array($0.utf8)) }
    }

    @Test func anExportIsTheSameInEveryRunAndForm() throws {
        let first = desk.run("export").out
        desk.now += 86_400_000
        #expect(desk.run("export").out == first)
        #expect(desk.run("export", "--to", "jsonl").out == first)
        #expect(desk.run("export", "--jsonl").out == first)
        #expect(desk.run("export", "--set", "personal").out == first)
        desk.isTerminal = true
        #expect(desk.run("export").out == first)
        #expect(desk.run("export", "--history").out != first)
    }

    @Test func whatIsLocalLeavesNoTrace() throws {
        let first = desk.run("export").out
        desk.run("read", article)
        desk.run("show", mark)
        desk.run("list")
        #expect(desk.run("export").out == first)
    }

    @Test func entitiesAreOrderedByTheBytesOfTheirIds() throws {
        let ids = try lines().dropFirst().map { line -> [UInt8] in
            let id = try line.string("id")
            let isArticle = try line.string("type") == "article"
            return id.utf8.map { sign in
                if !isArticle { return sign - UInt8(ascii: "k") }
                return sign < 0x3A ? sign - 0x30 : sign - 0x61 + 10
            }
        }
        #expect(ids.count == 4)
        for (left, right) in zip(ids, ids.dropFirst()) {
            #expect(left.lexicographicallyPrecedes(right))
        }
    }

    @Test func theFirstLineIsTheSetAndEachEntityHasOne() throws {
        let all = try lines()
        #expect(try all.map { try $0.string("type") }.first == "set")
        let types = try all.dropFirst().map { try $0.string("type") }.sorted()
        #expect(types == ["annotation", "annotation", "article", "reply"])
        let line = try #require(all.first { $0["id"]?.string == mark })
        #expect(try line.string("body") == "one and more")
        #expect(line["tags"]?.strings == ["a", "b"])
        #expect(try line.string("color") == "green")
        #expect(line.at("target", "exact")?.string == "learned to wait")
        #expect(try line.string("doc") == article)
    }

    @Test func whatWasDeletedIsStillTold() throws {
        desk.run("rm", mark)
        let line = try #require(try lines().first { $0["id"]?.string == mark })
        #expect(try line.bool("deleted"))
        #expect(try line.string("body") == "one and more")
    }

    @Test func historyHoldsEveryOpWhole() throws {
        let all = try lines("--history")
        let line = try #require(all.first { $0["id"]?.string == mark })
        let history = try line.array("history")
        // Made, two tags, an edit, a colour.
        #expect(history.count == 5)
        var dots: Set<String> = []
        for op in history {
            for name in ["dot", "kind", "by", "time", "op"] { #expect(op.names.contains(name)) }
            dots.insert(try op.string("dot"))
            let octets = try op.string("op")
            #expect(!octets.isEmpty && octets.utf8.count.isMultiple(of: 2))
        }
        #expect(dots.count == 5)
        let times = try history.map { try $0.string("time") }
        #expect(times == times.sorted())
        #expect(try lines().allSatisfy { $0["history"] == nil })
    }

    @Test func theSetsOwnChangesAreHistoryToo() throws {
        desk.run("set", "new", "press")
        desk.run("set", "rename", "press", "desk")
        let set = try #require(try lines("--set", "desk", "--history").first)
        #expect(try set.string("name") == "desk")
        #expect(try set.array("history").count == 2)
    }

    @Test func aFileIsWrittenWholeAndNeverOverwrittenUnasked() throws {
        let path = desk.folder.file("out.jsonl")
        let answer = desk.run("export", "-o", path, "--json")
        #expect(answer.status == 0)
        #expect(try answer.json.int("lines") == 5)
        let text = desk.run("export").out
        #expect(TemporaryFolder.octets(path) == Array(text.utf8))
        desk.run("note", article, "-m", "four")
        let refused = desk.run("export", "--output", path, "--json")
        #expect(refused.status == 8 && refused.out.isEmpty)
        #expect(try refused.problem["hints"]?.strings.joined().contains("--force") == true)
        #expect(TemporaryFolder.octets(path) == Array(text.utf8))
        #expect(desk.run("export", "-o", path, "--force").status == 0)
        #expect(TemporaryFolder.octets(path) == Array(desk.run("export").out.utf8))
        #expect(TemporaryFolder.names(desk.folder.path) == ["out.jsonl", "store"])
        #expect(desk.run("export", "-o", "-").out == desk.run("export").out)
    }

    @Test func allLinesAreInTheOneObjectThatJSONAsksFor() throws {
        let whole = try desk.json("export")
        let lines = desk.run("export").out.split(separator: "\n").map(String.init)
        #expect(try whole.int("lines") == 5)
        #expect(
            try whole.array("items") == lines.map { try JSONReader.parse(Array($0.utf8)) })
    }

    @Test func oneLineIsOne() throws {
        let empty = try Desk()
        empty.run("set", "new", "press")
        let path = empty.folder.file("press.jsonl")
        #expect(empty.run("export", "-o", path).out == "Wrote 1 line to \(path)\n")
    }

    @Test func aFileThatCannotBeWrittenIsTold() throws {
        let answer = desk.run("export", "-o", desk.folder.file("nowhere/out"))
        #expect(answer.status == 1 && answer.err.contains("nowhere/out"))
        #expect(desk.run("export", "--to", "pdf").status == 2)
        #expect(desk.run("export", "--set", "nowhere").status == 3)
    }

    @Test func oneSetCanBeChosen() throws {
        desk.run("set", "new", "press")
        let other = try desk.add(Desk.lighthouse, "--set", "press")
        let press = try lines("--set", "press")
        #expect(try press.map { try $0.string("type") } == ["set", "article"])
        #expect(try press[0].string("name") == "press")
        #expect(try press[1].string("id") == other)
        #expect(try lines().count == 7)
    }
}
