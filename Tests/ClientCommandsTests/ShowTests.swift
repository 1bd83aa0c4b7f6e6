import CommandLine
import JSON
import Testing

/// `show`: annotations with their threads, and articles.
@Suite struct ShowTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "why?")
    }

    @Test func anAnnotationIsShownWithWhatAnswersIt() throws {
        desk.now += 1000
        let first = try desk.id("reply", mark, "-m", "because of\nthe dredging")
        desk.now += 1000
        let second = try desk.id("reply", mark, "-m", "ask Ines")
        desk.now += 1000
        let inner = try desk.id("reply", first, "-m", "is that so?")
        let thread = try desk.shown(mark).array("thread")
        #expect(try thread.map { try $0.string("id") } == [first, inner, second])
        #expect(try thread.map { try $0.string("parent") } == [mark, first, mark])
        let text = desk.run("show", mark).out
        let lines = text.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("replies  \(first.prefix(4))") })
        #expect(lines[start + 1] == "           because of")
        #expect(lines[start + 2] == "           the dredging")
        #expect(lines[start + 3].hasPrefix("           \(inner.prefix(4))  me  "))
        #expect(lines[start + 4] == "             is that so?")
        #expect(lines[start + 5].hasPrefix("         \(second.prefix(4))"))
        // A reply is shown with its own.
        #expect(try desk.shown(first).array("thread").map { try $0.string("id") } == [inner])
        #expect(try desk.shown(inner).array("thread").isEmpty)
        #expect(!desk.run("show", inner).out.contains("replies"))
    }

    @Test func aDeletedReplyKeepsItsPlaceWhileSomethingAnswersIt() throws {
        let first = try desk.id("reply", mark, "-m", "a secret")
        try desk.id("reply", first, "-m", "still here")
        desk.run("rm", first)
        let text = desk.run("show", mark).out
        #expect(text.contains("(deleted)") && text.contains("still here"))
        #expect(!text.contains("a secret"))
    }

    @Test func aDeepThreadFitsItsWidth() throws {
        var last = mark
        for number in 0..<30 {
            last = try desk.id(
                "reply", last, "-m", "\(number) " + String(repeating: "ab ", count: 40))
        }
        for columns in [40, 80, 120] {
            desk.columns = columns
            for line in desk.run("show", mark).out.split(separator: "\n") {
                #expect(TextWidth.columns(String(line)) <= columns)
            }
        }
    }

    @Test func anArticleIsShownByIdTitleAndShortName() throws {
        desk.run("note", article, "-m", "page")
        for word in [article, String(article.prefix(4)), "harbour", "@@"] {
            let item = try desk.shown(word)
            #expect(try item.string("id") == article)
            #expect(try item.int("notes") == 2)
            #expect(try item.int("versions") == 1)
        }
        let text = desk.run("show", "@@").out
        #expect(text.hasPrefix("id       \(article)\nwhat     article\ntitle    The harbour that"))
        #expect(text.contains("notes    2   postil list doc:\(article.prefix(4))"))
        #expect(text.contains("set      personal") && text.contains("plain, "))
        let members = try desk.run("docs", "--json").items[0].names
        #expect(try desk.shown(article).names == members + ["texts"])
    }

    @Test func theVersionsOfAnArticleAreListedNewestFirst() throws {
        let url = "https://example.org/a"
        let id = try desk.add(try desk.folder.put("One\n\nfirst\n", "a.txt"), "--url", url)
        desk.now += 60_000
        try desk.add(try desk.folder.put("# One\n\nsecond\n", "b.md"), "--url", url)
        let item = try desk.shown(id)
        let texts = try item.array("texts")
        #expect(try texts.map { try $0.string("format") } == ["markdown", "plain"])
        #expect(try texts[0].string("version") == item.string("version"))
        #expect(try texts[1].string("added") == "2026-09-21T14:13:20.000Z")
        #expect(try texts.map { try $0.string("by") } == ["me", "me"])
        let text = desk.run("show", id).out
        #expect(text.contains("address  \(url)"))
        #expect(text.contains("versions 2026-09-21T14:14:20Z  me  markdown, 14 octets"))
        let history = try desk.run("show", id, "--history", "--json").items[0].array("history")
        #expect(try history.map { try $0.string("what") } == ["added", "added"])
    }

    @Test func aDeletedArticleIsShownAsThat() throws {
        desk.run("rm", article)
        #expect(try desk.shown(article).bool("deleted"))
        #expect(desk.run("show", article).out.contains("state    deleted"))
    }

    @Test func articlesAndAnnotationsMayBeShownTogether() throws {
        let items = try desk.run("show", "@@", mark, "--json").items
        #expect(try items.map { try $0.string("id") } == [article, mark])
    }

    @Test func whatIsNeitherIsNotFound() throws {
        #expect(desk.run("show", "zzzzzz").err.contains("there is no annotation “zzzzzz”"))
        #expect(desk.run("show", "no such thing").err.contains("there is no article"))
        #expect(desk.run("show", "no such thing").status == 3)
    }
}
