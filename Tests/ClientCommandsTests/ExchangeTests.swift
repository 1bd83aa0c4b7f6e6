import CommandLine
import Glibc
import JSON
import Testing

/// Files of other programs, in by `import` and out by `export`, through the commands.
@Suite struct ExchangeTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private static func fixture(_ name: String) -> String {
        let tests = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return "/" + tests + "/Fixtures/" + name
    }

    /// Each format that is read, with a file of it, and notes that have to come of it.
    @Test(
        "what other programs write is recognized and comes in, twice as once",
        arguments: [
            ("w3c/annotations.json", "w3c"), ("w3c/collection.json", "w3c"),
            ("hypothesis/search.json", "hypothesis"), ("hypothesis/export.json", "hypothesis"),
            ("formats/readwise.csv", "readwise"), ("formats/clippings.txt", "kindle"),
            ("formats/koreader.json", "koreader"), ("formats/metadata.epub.lua", "koreader"),
            ("formats/metadata.pdf.lua", "koreader"),
        ])
    func comesIn(_ name: String, _ format: String) throws {
        let dry = desk.run("import", Self.fixture(name), "-n", "--json")
        let answer = desk.run("import", Self.fixture(name), "--json")
        #expect(answer.status == 0 || answer.status == 6, "\(answer.err)")
        let report = try #require(answer.json.array("files").first)
        #expect(try report.string("format") == format)
        let made = try report.int("highlights") + report.int("pageNotes") + report.int("replies")
        #expect(made > 0)
        #expect(try dry.json.array("files").first?.int("highlights") == report.int("highlights"))
        #expect(try desk.run("list", "--json").items.count == Int(made))
        for note in try desk.run("list", "is:imported", "--json").items {
            #expect(note.at("origin", "format")?.string == format)
        }
        let before = desk.run("export", "--history").out
        let again = try #require(
            desk.run("import", Self.fixture(name), "--json").json.array("files").first)
        #expect(try again.int("known") == made)
        #expect(desk.run("export", "--history").out == before)
    }

    @Test(
        "notes go out to another store and come back as they were",
        arguments: ["w3c", "hypothesis", "csv", "jsonl"])
    func goesOutAndComesBack(_ format: String) throws {
        let article = try desk.add(Desk.harbour, "--url", "https://example.org/harbour")
        let mark = try desk.id(
            "mark", article, "learned to wait", "-m", "one\n\n“two” é 👩‍👩‍👧", "-t", "b", "-t", "a",
            "-c",
            "green")
        desk.now += 60_000
        desk.run("reply", mark, "-m", "an answer")
        desk.run("note", article, "-m", "on the whole")
        let file = desk.folder.file("out")
        let wrote = desk.run("export", "--to", format, "-o", file)
        try #require(wrote.status == 0, "\(wrote.err)")
        let other = try Desk()
        other.now += 86_400_000
        let came = other.run("import", file, "--from", format)
        try #require(came.status == 0, "\(came.err)\(came.out)")
        try other.add(Desk.harbour, "--url", "https://example.org/harbour")
        let notes = try other.run("list", "--json").items
        #expect(notes.count == 3)
        let note = try #require(notes.first { $0["replies"]?.int == 1 })
        let original = try desk.shown(mark)
        #expect(note.at("body", "value")?.string == original.at("body", "value")?.string)
        #expect(note["tags"]?.strings == ["a", "b"])
        #expect(note.at("position", "start")?.int == original.at("position", "start")?.int)
        #expect(note.at("anchor", "state")?.string == "exact")
        let page = try #require(
            notes.first { $0["parent"]?.isNull == true && $0["quote"]?.isNull == true })
        #expect(page.at("body", "value")?.string == "on the whole")
    }

    @Test func aPageAFeedAndFilesAreWritten() throws {
        let article = try desk.add(Desk.harbour)
        try desk.id("mark", article, "learned to wait", "-m", "</script><b>bold</b>")
        let page = desk.run("export", "--to", "html")
        #expect(page.status == 0 && page.out.contains("<mark"))
        #expect(!page.out.contains("<b>bold</b>"))
        let feed = desk.run("export", "--to", "atom")
        #expect(feed.status == 0 && feed.out.contains("<entry>"))
        #expect(desk.run("export", "--to", "markdown").status == 2)
        let folder = desk.folder.file("notes")
        let files = try desk.json("export", "--to", "markdown", "-o", folder)
        let paths = files["files"]?.strings ?? []
        #expect(paths.count == 1 && paths.allSatisfy { access($0, F_OK) == 0 })
        // Again in place.
        #expect(
            try desk.json("export", "--to", "markdown", "-o", folder)["files"]?.strings == paths)
    }

    @Test func aFormatThatIsNoneIsNamedWithThoseThatAre() throws {
        let answer = desk.run("export", "--to", "markdwn")
        #expect(answer.status == 2)
        #expect(answer.err.contains("“markdown”"))
        #expect(desk.run("export", "--to", "kindle").status == 2)
        #expect(desk.run("export", "--to", "w3c", "--history").status == 2)
    }

    @Test func aFileIsNotOverwrittenUnasked() throws {
        try desk.add(Desk.harbour)
        let file = desk.folder.file("out.html")
        #expect(desk.run("export", "--to", "html", "-o", file).status == 0)
        #expect(desk.run("export", "--to", "html", "-o", file).status == 8)
        #expect(desk.run("export", "--to", "html", "-o", file, "--force").status == 0)
    }
}
