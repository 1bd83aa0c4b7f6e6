import CommandLine
import JSON
import Testing

@Suite struct MarkTests {
    let desk: Desk
    let article: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
    }

    @Test func aMarkIsPrintedWithAllItsMembers() throws {
        let mark = try desk.json(
            "mark", article, "learned to wait", "-m", "good", "-t", "b", "-t", "a", "-c", "green")
        let needed = [
            "id", "doc", "motivation", "created", "modified", "creator", "quote", "position",
            "anchor", "body", "tags", "color", "status", "set", "replies", "parent", "unsynced",
            "source",
        ]
        for name in needed { #expect(mark.names.contains(name), "\(name)") }
        #expect(try mark.string("doc") == article)
        #expect(mark.at("quote", "exact")?.string == "learned to wait")
        #expect(mark.at("quote", "prefix")?.string == "The harbour that ")
        #expect(mark.at("quote", "suffix")?.string?.hasPrefix("\nA small port") == true)
        #expect(mark.at("position", "start")?.int == 17)
        #expect(mark.at("position", "end")?.int == 32)
        #expect(mark.at("position", "unit")?.string == "codepoint")
        #expect(mark.at("anchor", "state")?.string == "exact")
        #expect(mark.at("anchor", "score")?.double == 1)
        #expect(mark.at("body", "value")?.string == "good")
        #expect(mark.at("tags")?.strings == ["a", "b"])
        #expect(try mark.string("color") == "green")
        #expect(try mark.string("status") == "open")
        #expect(try mark.string("set") == "personal")
        #expect(try mark.int("replies") == 0)
        #expect(mark["parent"]?.isNull == true)
        #expect(try mark.bool("unsynced"))
        #expect(try mark.string("created") == "2026-09-21T14:13:20.000Z")
    }

    @Test func idsAreLettersFromKToZ() throws {
        let id = try desk.id("mark", article, "learned to wait")
        #expect(id.utf8.count == 32)
        #expect(id.utf8.allSatisfy { (UInt8(ascii: "k")...UInt8(ascii: "z")).contains($0) })
    }

    @Test func theMotivationTellsWhetherThereIsAComment() throws {
        let with = try desk.json("mark", article, "learned to wait", "-m", "x")
        let without = try desk.json("mark", article, "learned to wait")
        #expect(try with.string("motivation") == "commenting")
        #expect(try without.string("motivation") == "highlighting")
    }

    @Test func aMarkGoesToTheSetOfItsArticle() throws {
        desk.run("set", "new", "press")
        let other = try desk.add(Desk.lighthouse, "--set", "press")
        #expect(try desk.json("mark", other, "worth more").string("set") == "press")
    }

    @Test func anAbsentQuoteIsNotFoundAndTheClosestIsNamed() throws {
        let answer = desk.run("mark", article, "twevle; the grain berth", "--json")
        #expect(answer.status == 3 && answer.out.isEmpty)
        #expect(try answer.problem.string("code") == "quote-not-found")
        let evidence = try #require(answer.problem["evidence"]).strings.joined()
        #expect(evidence.contains("twelve; the grain berth"))
        let nothing = desk.run("mark", article, "zebras in the orchard", "-m", "x")
        #expect(nothing.status == 3 && nothing.err.contains("zebras in the orchard"))
        #expect(try desk.run("list", "--json").items.isEmpty)
    }

    @Test func theClosestIsTakenWhereItIsAskedFor() throws {
        let mark = try desk.json("mark", article, "twevle; the grain berth", "--closest")
        #expect(mark.at("quote", "exact")?.string == "twelve; the grain berth")
    }

    @Test func anAmbiguousQuoteListsItsPlacesOnStandardError() throws {
        let answer = desk.run("mark", article, "The decision was simple to write down")
        #expect(answer.status == 7 && answer.out.isEmpty)
        #expect(answer.err.contains("  1  ") && answer.err.contains("  2  "))
        #expect(answer.err.contains("[[The decision was simple to write down]]"))
        #expect(answer.err.contains("--nth"))
        let object = desk.run("mark", article, "The decision was simple to write down", "--json")
        #expect(object.status == 7 && object.out.isEmpty)
        #expect(try object.problem["evidence"]?.strings.count == 2)
        #expect(try object.problem.int("exit") == 7)
    }

    @Test func nthCountsFromOneInReadingOrder() throws {
        let quote = "The decision was simple to write down"
        let first = try desk.json("mark", article, quote, "--nth", "1")
        let second = try desk.json("mark", article, quote, "--nth", "2")
        let (one, two) = (first.at("position", "start")?.int, second.at("position", "start")?.int)
        #expect(try #require(one) < #require(two))
        #expect(first.at("quote", "suffix")?.string?.hasPrefix(". It was not simple") == true)
        #expect(second.at("quote", "suffix")?.string?.hasPrefix(". What the authority") == true)
        #expect(desk.run("mark", article, quote, "--nth", "3").status == 3)
        #expect(desk.run("mark", article, quote, "--nth", "0").status == 2)
        #expect(desk.run("mark", article, quote, "--nth", "two").status == 2)
    }

    @Test func whatStandsBesideChooses() throws {
        let quote = "The decision was simple to write down"
        let second = try desk.json("mark", article, quote, "--after", ". What the authority")
        #expect(second.at("quote", "suffix")?.string?.hasPrefix(". What") == true)
        let other = try desk.json("mark", article, "same", "--before", "done the ")
        #expect(other.at("quote", "suffix")?.string?.hasPrefix(". I would also") == true)
        #expect(desk.run("mark", article, quote, "--before", "zebra").status == 3)
    }

    @Test func whatIsTypedPlainlyMatchesAndTheArticlesOwnWordsAreKept() throws {
        let curly = try desk.json("mark", article, "\"You do not need a degree")
        #expect(curly.at("quote", "exact")?.string == "“You do not need a degree")
        let dash = try desk.json("mark", article, "SALLOW QUAY - For")
        #expect(dash.at("quote", "exact")?.string == "SALLOW QUAY – For")
        let space = try desk.json("mark", article, "an  ammonia\n compressor")
        #expect(space.at("quote", "exact")?.string == "an ammonia compressor")
        let cafe = try desk.add(Desk.fixture("cafe.txt"))
        let composed = try desk.json("mark", cafe, "on the corner closes")
        #expect(composed.at("anchor", "state")?.string == "exact")
        #expect(desk.run("mark", cafe, "r\u{E9}sum\u{E9}s pinned").status == 0)
        #expect(desk.run("mark", cafe, "re\u{301}sume\u{301}s pinned").status == 0)
    }

    @Test func quoteAndCommentComeFromStandardInput() throws {
        desk.input = Array("learned to wait\n".utf8)
        let quoted = try desk.json("mark", article, "-")
        #expect(quoted.at("quote", "exact")?.string == "learned to wait")
        desk.input = Array("two\nlines\n\n".utf8)
        let said = try desk.json("mark", article, "learned to wait", "-m", "-")
        #expect(said.at("body", "value")?.string == "two\nlines")
        #expect(desk.run("mark", article, "-", "-m", "-").status == 2)
        desk.input = [0x61, 0xFF]
        #expect(desk.run("mark", article, "learned to wait", "-m", "-").status == 1)
        desk.input = [0x61, 0x00, 0x62]
        let nul = desk.run("mark", article, "learned to wait", "-m", "-")
        #expect(nul.status == 1 && nul.err.contains("NUL"))
        #expect(try desk.run("list", "--json").items.count == 2)
    }

    @Test func anEmptyQuoteAndAForeignColourAreUsage() throws {
        #expect(desk.run("mark", article, "").status == 2)
        #expect(desk.run("mark", article, " \n").status == 2)
        let colour = desk.run("mark", article, "learned to wait", "-c", "beige")
        #expect(colour.status == 2 && colour.err.contains("yellow"))
        #expect(desk.run("mark", article, "learned to wait", "-t", "two words").status == 2)
        #expect(desk.run("mark", article).status == 2)
        #expect(try desk.run("list", "--json").items.isEmpty)
    }

    @Test func aTextThatIsTooLongIsRefusedWhole() throws {
        let long = String(repeating: "a", count: 131_073)
        let answer = desk.run("mark", article, "learned to wait", "-m", long)
        #expect(answer.status == 1 && answer.err.contains("nothing was written"))
        #expect(try desk.run("list", "--json").items.isEmpty)
        #expect(desk.run("mark", article, "learned", "-m", String(long.dropLast())).status == 0)
    }

    @Test func aWholeArticleIsTooLongAQuote() throws {
        let words = (0..<4000).map { "word\($0)" }.joined(separator: " ")
        let path = try desk.folder.put("Long\n\n" + words + "\n", "long.txt")
        let id = try desk.add(path)
        let answer = desk.run("mark", id, words)
        #expect(answer.status == 1 && answer.err.contains("octets"))
    }
}
