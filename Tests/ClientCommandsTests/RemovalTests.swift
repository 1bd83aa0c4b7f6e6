import JSON
import Testing

/// What is deleted, what that is said of it, and how it comes back.
@Suite struct RemovalTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "first")
        try desk.id("note", article, "-m", "second")
    }

    private func hints(_ arguments: String...) throws -> [String] {
        try desk.run(arguments + ["--json"]).problem["hints"]?.strings ?? []
    }

    @Test func whatWasDeletedComesBackByTheNumberOfItsDeletion() throws {
        desk.run("rm", mark)
        let number = try #require(try desk.run("log", "--json").items.first).int("id")
        desk.run("rm", article)
        desk.run("set", "new", "press")
        let back = "take it back: postil undo"
        #expect(try hints("read", article) == ["\(back) \(number + 1)"])
        #expect(try hints("mark", article, "the same") == ["\(back) \(number + 1)"])
        #expect(try hints("edit", mark, "-m", "x") == ["\(back) \(number)"])
        desk.run("undo", "\(number + 1)")
        #expect(desk.run("read", article).status == 0)
        desk.run("undo", "\(number)")
        #expect(desk.run("edit", mark, "-m", "x").status == 0)
        // What was taken back and done again is another change.
        desk.run("rm", article)
        desk.run("undo")
        desk.run("redo")
        let newest = try #require(try desk.run("log", "--json").items.first).int("id")
        #expect(try hints("read", article) == ["\(back) \(newest)"])
        #expect(desk.run("undo", "\(newest)").status == 0)
        #expect(desk.run("read", article).status == 0)
    }

    @Test func aNoteOnADeletedArticleIsNotDeletedWhetherRehearsedOrNot() throws {
        desk.run("rm", article)
        for more in [[], ["-n"]] {
            let answer = desk.run(["rm", mark] + more)
            #expect(answer.status == 3 && answer.err.contains("the article of "))
            #expect(answer.err.contains("postil undo 4"), "\(answer.err)")
        }
    }

    @Test func whatIsNamedTwiceIsDeletedOnce() throws {
        #expect(try desk.json("rm", mark, mark).array("removed").map(\.string) == [mark])
        #expect(desk.run("undo").status == 0)
        let both = try desk.json("rm", article, mark, article)
        #expect(both["removed"]?.strings == [mark, article])
        #expect(try both.int("outOfView") == 1)
        #expect(desk.run("undo").status == 0)
        #expect(try desk.run("list", "--json").items.count == 2)
    }

    @Test func anArticleIsDeletedByNameAndWithItsNotesInSight() throws {
        let dry = desk.run("rm", article, mark, "-n").out
        let says = "“The harbour that learned to wait”; 2 notes on it go out of view\n"
        let one = says.replacing("2 notes on it go", with: "1 note on it goes")
        #expect(
            dry == "Would delete:\n  \(mark.prefix(4))  “learned to wait”\n"
                + "  \(article.prefix(4))  \(one)")
        let json = try desk.json("rm", article, "-n")
        #expect(json["removed"]?.strings == [article])
        #expect(try json.int("outOfView") == 2)
        #expect(try desk.run("list", "--json").items.count == 2)
        #expect(desk.run("rm", article).out.hasPrefix("Deleted \(article.prefix(4))  \(says)"))
        #expect(try desk.run("list", "--json").items.isEmpty)
    }

    @Test func anEmptyDrawerSaysSo() throws {
        desk.isTerminal = true
        #expect(desk.run("drawer").out.hasPrefix("The drawer is empty"))
        desk.isTerminal = false
        #expect(try desk.run("drawer", "--json").items.isEmpty)
        for wrong in [
            ["--drop"], ["--again"], ["--all"], ["--drop", "--again", "--all"],
            ["--drop", "--all", "1"],
        ] {
            #expect(desk.run(["drawer"] + wrong).status == 2, "\(wrong)")
        }
        for absent in [["1"], ["x"], ["1", "--drop"], ["1", "--again"]] {
            #expect(desk.run(["drawer"] + absent).status == 3, "\(absent)")
        }
        #expect(desk.run("drawer", "--drop", "--all").status == 0)
    }
}
