import CommandLine
import Foundation
import JSON
import Testing

/// Finding: each field through the real commands, and what many are changed by.
@Suite struct FindTests {
    let desk: Desk
    let harbour: String
    let lighthouse: String
    let mark: String
    let reply: String
    let page: String
    let phrase: String

    init() throws {
        desk = try Desk()
        harbour = try desk.add(Desk.harbour, "--url", "https://Example.org/harbour")
        desk.run("set", "new", "Press")
        lighthouse = try desk.add(Desk.lighthouse, "--set", "Press")
        mark = try desk.id(
            "mark", harbour, "learned to wait", "-m", "Un café à l’été", "-t", "todo", "-t", "law")
        desk.now += 86_400_000
        reply = try desk.id("reply", mark, "-m", "Not so: 人工智能")
        desk.now += 86_400_000
        page = try desk.id("note", lighthouse, "-m", "on the whole article")
        desk.now += 86_400_000
        phrase = try desk.id("mark", harbour, "eelgrass", "-c", "green")
        desk.now += 3_600_000
    }

    private func found(_ query: String) throws -> [String] {
        try desk.run("list", "--json", query).items.map { try $0.string("id") }
    }

    @Test func everyFieldFindsWhatItSays() throws {
        let expected: [(String, [String])] = [
            ("cafe", [mark]), ("\"un CAFÉ\"", [mark]), ("\"un caf\"", []), ("\"un caf\"*", [mark]),
            ("wait", [mark]), ("tod", [mark]), ("ete", [mark]), ("工智", [reply]), ("智人", []),
            ("tag:todo", [mark]), ("tag:TODO", [mark]), ("tag:tod", []),
            ("tag:todo tag:law", [mark]),
            ("user:me", [phrase, page, reply, mark]), ("user:ada", []),
            ("set:press", [page]), ("set:\"Press\"", [page]),
            ("is:private", [phrase, reply, mark]),
            ("doc:\(harbour.prefix(6))", [phrase, reply, mark]),
            ("url:example.org/HAR", [phrase, reply, mark]), ("uri:nowhere", []),
            ("quote:learned", [mark]), ("quote:cafe", []), ("note:cafe", [mark]),
            ("text:cafe", [mark]), ("note:learned", []),
            ("color:green", [phrase]), ("colour:yellow", [mark]), ("color:pink", []),
            ("is:reply", [reply]), ("is:page", [page]),
            ("is:open -is:reply", [phrase, page, mark]),
            ("is:closed", []), ("is:unsynced", [phrase, page, reply, mark]), ("is:conflict", []),
            ("is:orphan or is:moved or is:edited or is:uncertain", []), ("is:deleted", []),
            ("has:note", [page, reply, mark]), ("has:tag", [mark]), ("has:reply", [mark]),
            ("-has:note", [phrase]), ("since:1d", [phrase]), ("since:2d", [phrase, page]),
            ("until:2d", [reply, mark]), ("since:2d until:1d", [page]), ("since:1d until:2d", []),
            ("until:2026-09-21", [mark]), ("since:2026-09-22 until:2026-09-22", [reply]),
            ("sort:oldest", [mark, reply, page, phrase]),
            ("sort:place -is:reply is:page", [page]),
            ("is:reply or is:page sort:oldest", [reply, page]),
            ("(cafe or eelgrass) -color:green", [mark]), ("not (cafe or eelgrass)", [page, reply]),
        ]
        for (query, ids) in expected { #expect(try found(query) == ids, "\(query)") }
    }

    @Test func closedAndDeletedAreFoundOnceTheyAre() throws {
        desk.run("close", mark)
        desk.run("rm", reply)
        #expect(try found("is:closed") == [mark])
        #expect(try found("is:deleted") == [reply])
        #expect(try found("-is:deleted") == [phrase, page, mark])
        #expect(try found("has:reply").isEmpty)
        desk.run("undo")
        #expect(try found("is:deleted").isEmpty && found("has:reply") == [mark])
        desk.run("rm", harbour)
        #expect(try found("is:deleted") == [phrase, reply, mark])
        #expect(try found("") == [page])
    }

    @Test func whatWasEditedIsFoundByItsNewWordsOnly() throws {
        desk.run("edit", mark, "-m", "another matter")
        #expect(try found("matter") == [mark] && found("cafe").isEmpty)
        desk.run("tag", mark, "-law", "+später")
        #expect(try found("tag:law").isEmpty && found("tag:SPÄTER") == [mark])
        #expect(try found("spater") == [mark])
        desk.run("undo")
        desk.run("undo")
        #expect(try found("cafe") == [mark] && found("tag:law") == [mark])
        #expect(try found("matter").isEmpty)
    }

    @Test func whatWasImportedIsFoundByWhereItCameFrom() throws {
        let there = try Desk()
        let file = there.folder.file("export.jsonl")
        let source = try there.add(Desk.harbour)
        there.run("mark", source, "learned to wait", "-m", "from elsewhere")
        try #require(there.run("export", "-o", file).status == 0)
        try #require(desk.run("import", file).status == 0)
        let items = try desk.run("list", "is:imported", "--json").items
        #expect(items.count == 1 && items[0].at("body", "value")?.string == "from elsewhere")
        let creator = try #require(items[0].at("creator", "name")?.string)
        #expect(try found("elsewhere user:\"\(creator)\"") == [items[0].string("id")])
        #expect(try found("-is:imported").count == 4)
    }

    @Test func articlesAreFoundByTheirNotesToo() throws {
        func docs(_ query: String) throws -> [String] {
            try desk.run("docs", "--json", query).items.map { try $0.string("id") }.sorted()
        }
        let both = [harbour, lighthouse].sorted()
        #expect(try docs("") == both)
        #expect(try docs("harbour wait") == [harbour])
        #expect(try docs("cafe") == [harbour])
        #expect(try docs("harbour tag:todo") == [harbour])
        #expect(try docs("is:page") == [lighthouse])
        #expect(try docs("-tag:todo") == [lighthouse])
        #expect(try docs("set:press or url:example.org") == both)
        #expect(try docs("doc:\(lighthouse)") == [lighthouse])
        #expect(try docs("tag:nothing").isEmpty)
        #expect(try docs("since:30min").isEmpty && docs("since:1d") == [harbour])
        desk.run("rm", lighthouse)
        #expect(try docs("") == [harbour] && docs("is:deleted") == [lighthouse])
    }

    @Test func anExportHoldsWhatWasAskedForAndItsArticles() throws {
        func types(_ query: String...) throws -> [String: Int] {
            let lines = desk.run(["export"] + query).out.split(separator: "\n")
            return try lines.map { try JSONReader.parse(Array($0.utf8)).string("type") }
                .reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(try types("tag:todo") == ["set": 2, "article": 1, "annotation": 1])
        #expect(try types("is:reply", "--set", "personal") == ["set": 1, "article": 1, "reply": 1])
        #expect(try types() == ["set": 2, "article": 2, "annotation": 3, "reply": 1])
        #expect(desk.run("export", "is:nothing").status == 2)
    }

    @Test func allThatAQueryFindsIsTaggedAndTakenBackAtOnce() throws {
        let dry = try desk.json("tag", "--query", "harbour or is:reply or eelgrass", "-n", "+seen")
        #expect(try dry.array("tagged").map(\.string) == [phrase, reply])
        #expect(try found("tag:seen").isEmpty)
        #expect(desk.run("tag", "--query", "is:reply or eelgrass", "+seen", "-todo").status == 0)
        #expect(try found("tag:seen") == [phrase, reply])
        desk.run("undo")
        #expect(try found("tag:seen").isEmpty)
        #expect(desk.run("tag", "--query", "tag:todo", "--", "-todo").status == 0)
        #expect(try found("tag:todo").isEmpty)
        #expect(desk.run("tag", "--query", "nowhere", "+x").out.contains("No annotation matches"))
        #expect(desk.run("tag", "--query", "cafe", mark, "+x").status == 2)
        #expect(desk.run("tag", "--query", "", "+x").status == 2)
        #expect(desk.run("tag", "--query", "is:nothing", "+x").status == 2)
    }

    @Test func allThatAQueryFindsIsDeletedIfThatIsMeant() throws {
        for number in 0..<12 { desk.run("note", harbour, "-m", "old \(number)") }
        let refused = desk.run("rm", "--query", "note:old")
        #expect(refused.status == 8 && refused.err.contains("--yes"))
        let dry = try desk.json("rm", "--query", "note:old", "--dry-run")
        #expect(try dry.array("removed").count == 12 && dry["dryRun"]?.bool == true)
        #expect(try found("note:old").count == 12)
        let done = try desk.json("rm", "--query", "note:old", "--yes")
        #expect(try done.array("removed").count == 12)
        #expect(try found("note:old").isEmpty && found("").count == 4)
        desk.run("undo")
        #expect(try found("note:old").count == 12)
        #expect(desk.run("rm", "--query", "nowhere").out.contains("nothing was changed"))
        #expect(desk.run("rm", "--query", "cafe", mark).status == 2)
        #expect(desk.run("rm").status == 2)
        #expect(try desk.json("rm", mark, "-n").array("removed").map(\.string) == [mark])
        #expect(try found("cafe") == [mark])
    }

    @Test func aSlipIsPointedAt() throws {
        let answer = desk.run("list", "tag:todo", "is:opne")
        #expect(answer.status == 2)
        #expect(answer.err.contains("  tag:todo is:opne\n           ^^^^^^^\n"))
        #expect(answer.err.contains("takes open, closed"))
        let wide = desk.run("docs", "智能 tga:x")
        #expect(wide.status == 2 && wide.err.contains("\n       ^^^\n"))
        #expect(wide.err.contains("did you mean “tag:”"))
        #expect(desk.run("export", "(a").status == 2)
        let hostile = desk.run("list", "is:\u{1B}[31m")
        #expect(hostile.status == 2 && !hostile.err.contains("\u{1B}"))
    }

    @Test func everyExampleOfTheHelpIsUnderstood() throws {
        let help = desk.run("help", "query").out
        var tried = 0
        for line in help.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.first == "postil", let quote = line.firstIndex(of: "'") else { continue }
            let text = line[line.index(after: quote)...].prefix { $0 != "'" }
            #expect(desk.run("list", String(text)).status == 0, "\(text)")
            tried += 1
        }
        #expect(tried >= 4)
        for field in ["tag", "user", "set", "doc", "url", "quote", "note", "color", "is", "has"] {
            #expect(help.contains("  \(field):"))
        }
        for state in desk.run("__complete", "list", "is:").out.split(separator: "\n") {
            #expect(help.contains(state.prefix { $0 != "\t" }))
        }
    }
}
