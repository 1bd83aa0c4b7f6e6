import CommandLine
import JSON
import Testing

@Suite struct AddTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func anArticleGoesToPersonalUnderItsFirstLine() throws {
        let added = try #require(desk.json("add", Desk.harbour).array("articles").first)
        #expect(try added.string("title") == "The harbour that learned to wait")
        #expect(try added.string("set") == "personal")
        #expect(try added.string("id").utf8.count == 32)
        #expect(try added.string("id").utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
        #expect(added["version"]?.string?.utf8.count == 64)
    }

    @Test func markdownIsCalledAsItsHeading() throws {
        let added = try #require(desk.json("add", Desk.lighthouse).array("articles").first)
        #expect(try added.string("title") == "Keeping a weather log")
    }

    @Test func theTitleThatIsGivenWinsAndAnEmptyOneIsNone() throws {
        let given = try #require(
            desk.json("add", Desk.harbour, "--title", "Mud").array("articles").first)
        #expect(try given.string("title") == "Mud")
        let empty = try #require(
            desk.json("add", Desk.lighthouse, "--title", "").array("articles").first)
        #expect(try empty.string("title") == "Keeping a weather log")
    }

    @Test func theSameSourceAgainIsTheSameArticle() throws {
        let first = try desk.add(Desk.harbour)
        let second = try desk.add(Desk.harbour)
        #expect(first == second)
        #expect(try desk.run("docs", "--json").items.count == 1)
        #expect(desk.run("add", Desk.harbour).out.contains("Already here"))
    }

    @Test func theSameSourceInAnotherSetIsAnotherArticle() throws {
        desk.run("set", "new", "press")
        let first = try desk.add(Desk.harbour)
        let second = try desk.add(Desk.harbour, "--set", "press")
        #expect(first != second)
        let sets = try desk.run("docs", "--json").items.map { try $0.string("set") }
        #expect(sets.sorted() == ["personal", "press"])
    }

    @Test func anotherTextAtTheSameAddressIsASecondVersion() throws {
        let old = try desk.folder.put("Tides\n\nHigh at six.\n", "old.txt")
        let new = try desk.folder.put("Tides\n\nHigh at seven.\n", "new.txt")
        let first = try desk.add(old, "--url", "https://Example.org:443/tides#top")
        desk.now += 1000
        let second = try desk.add(new, "--url", "https://example.org/tides")
        #expect(first == second)
        let article = try #require(desk.run("docs", "--json").items.first)
        #expect(try article.int("versions") == 2)
        #expect(try article.string("url") == "https://example.org/tides")
        #expect(desk.run("read", first).out.contains("High at seven"))
    }

    @Test func severalSourcesAreAllOrNone() throws {
        let answer = desk.run("add", Desk.harbour, desk.folder.file("nowhere.txt"), "--json")
        #expect(answer.status == 3)
        #expect(try desk.run("docs", "--json").items.isEmpty)
        let both = try desk.json("add", Desk.harbour, Desk.lighthouse).array("articles")
        #expect(both.count == 2)
        #expect(desk.run("add", Desk.harbour, Desk.lighthouse, "--title", "X").status == 2)
    }

    @Test func standardInputIsASource() throws {
        desk.input = Array("From a pipe\n\nand its text.\n".utf8)
        let id = try desk.add("-")
        #expect(desk.run("read", id).out.contains("and its text."))
    }

    @Test func everyFixtureIsTaken() throws {
        for name in ["bagh.txt", "rang.txt", "chaya.txt", "cafe.txt", "train.txt"] {
            let id = try desk.add(Desk.fixture(name))
            #expect(desk.run("read", id).status == 0)
        }
        #expect(try desk.run("docs", "--json").items.count == 5)
    }

    @Test(
        arguments: [
            ([], "no text"), (Array(" \n\t\n".utf8), "no text"), ([0x61, 0xFF, 0xFE], "UTF-8"),
            ([0x61, 0x00, 0x62], "NUL"), ([0xC3], "UTF-8"), ([0xED, 0xA0, 0x80], "UTF-8"),
        ] as [([UInt8], String)])
    func whatIsNoTextIsRefusedAndLeavesNothing(octets: [UInt8], says: String) throws {
        let path = try desk.folder.put(octets, "bad.txt")
        let answer = desk.run("add", path, "--json")
        #expect(answer.status == 1)
        #expect(answer.out.isEmpty)
        #expect(try answer.problem.string("message").contains(says))
        #expect(try answer.problem.string("message").contains(path))
        #expect(try desk.run("docs", "--json").items.isEmpty)
    }

    @Test func aSourceOfMoreThanSixteenMebibytesIsRefused() throws {
        let octets = [UInt8](repeating: UInt8(ascii: "a"), count: 16 * 1024 * 1024 + 1)
        let path = try desk.folder.put(octets, "huge.txt")
        let answer = desk.run("add", path)
        #expect(answer.status == 1)
        #expect(answer.err.contains("too large") && answer.err.contains("nothing was added"))
        #expect(try desk.run("docs", "--json").items.isEmpty)
    }

    @Test func missingFilesFoldersAndAddressesAreTold() throws {
        #expect(desk.run("add", desk.folder.file("none")).status == 3)
        #expect(desk.run("add", desk.folder.path).status == 1)
        let page = desk.run("add", "https://example.org/a")
        #expect(page.status == 1 && page.err.contains("--url https://example.org/a"))
        #expect(desk.run("add", Desk.harbour, "--url", "ftp://x").status == 2)
        #expect(desk.run("add", Desk.harbour, "--set", "nowhere").status == 3)
        #expect(try desk.run("docs", "--json").items.isEmpty)
    }

    @Test func aDeletedArticleThatIsAddedAgainBringsItsNotesBack() throws {
        let id = try desk.add(Desk.harbour)
        let note = try desk.id("note", id, "-m", "kept")
        #expect(desk.run("rm", id).status == 0)
        #expect(try desk.run("list", "--json").items.isEmpty)
        let answer = desk.run("add", Desk.harbour)
        #expect(answer.status == 0 && answer.out.contains("with its notes"))
        #expect(try desk.run("list", "--json").items.map { try $0.string("id") } == [note])
    }

    @Test func personalCanBeNamedBeforeItIsThere() throws {
        #expect(try desk.add(Desk.harbour, "--set", "personal").utf8.count == 32)
    }
}
