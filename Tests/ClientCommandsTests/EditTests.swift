import CommandLine
import JSON
import Testing

/// `edit`, and `note` on an annotation.
@Suite struct EditTests {
    let desk: Desk
    let article: String
    let mark: String

    init() throws {
        desk = try Desk()
        article = try desk.add(Desk.harbour)
        mark = try desk.id("mark", article, "learned to wait", "-m", "one two three")
    }

    @Test func anEditChangesTextAndColourAndSaysWhenNothingDid() throws {
        desk.now += 60_000
        let edited = try desk.json("edit", mark, "-m", "one TWO three", "-c", "blue")
        #expect(edited.at("body", "value")?.string == "one TWO three")
        #expect(try edited.string("color") == "blue")
        #expect(try edited.string("modified") > edited.string("created"))
        #expect(desk.run("edit", mark, "-m", "one TWO three").out.contains("Unchanged"))
        let coloured = try desk.json("edit", mark, "-c", "pink")
        #expect(coloured.at("body", "value")?.string == "one TWO three")
        #expect(try desk.json("edit", mark, "-m", "").string("motivation") == "highlighting")
    }

    @Test func onATerminalTheEditorOpensOverWhatIsThere() throws {
        desk.isTerminal = true
        desk.editor = { $0 + ", four\n" }
        #expect(desk.run("edit", mark).status == 0)
        #expect(try desk.shown(mark).at("body", "value")?.string == "one two three, four")
        desk.editor = { _ in nil }
        #expect(desk.run("edit", mark).status == 1)
        #expect(desk.run("edit", mark, "--no-input").status == 7)
        desk.isTerminal = false
        #expect(desk.run("edit", mark).status == 7)
        #expect(desk.run("reply", mark).status == 7)
        #expect(desk.run("note", article).status == 7)
    }

    @Test func anEmptyPipeChangesNothing() throws {
        let answer = desk.run("edit", mark, "-m", "-")
        #expect(answer.status == 1 && answer.err.contains("the text is empty"))
        #expect(try desk.shown(mark).at("body", "value")?.string == "one two three")
    }

    @Test func wordsBesideATextAreItsRest() throws {
        for (line, hint) in [
            (["reply", mark, "-m", "hello", "world"], "postil reply \(mark) -m 'hello world'"),
            (["edit", mark, "hello", "world"], "postil edit \(mark) -m 'hello world'"),
        ] {
            let answer = desk.run(line)
            #expect(answer.status == 2 && answer.err.contains("hint: \(hint)\n"), "\(answer.err)")
        }
        let many = desk.run("mark", article, "learned", "to", "-m", "a text")
        #expect(many.status == 2 && !many.err.contains("-m to"))
    }

    @Test func anEmptiedFileChangesNothing() throws {
        desk.isTerminal = true
        for (command, left) in [("edit", ""), ("edit", " \n\n"), ("note", "\n")] {
            desk.editor = { _ in left }
            let answer = desk.run(command, mark)
            #expect(answer.status == 1)
            #expect(answer.err.contains("the text is empty"))
            #expect(answer.err.contains("nothing was changed"))
            #expect(answer.err.contains("postil edit \(mark.prefix(4)) -m ''"))
            #expect(!answer.err.contains("kept in"))
        }
        #expect(try desk.shown(mark).at("body", "value")?.string == "one two three")
        #expect(desk.run("edit", mark, "-m", "").status == 0)
        #expect(try desk.shown(mark).at("body", "value")?.string == "")
        // What was empty before may stay so.
        #expect(desk.run("edit", mark).out.contains("Unchanged"))
    }

    @Test func aColourIsTakenOffAgain() throws {
        let count = try desk.run("log", "--json").items.count
        #expect(desk.run("edit", mark, "-c", "none").out.hasPrefix("Unchanged"))
        #expect(try desk.run("log", "--json").items.count == count)
        #expect(try desk.json("edit", mark, "-c", "green").string("color") == "green")
        #expect(try desk.json("edit", mark, "-c", "None").string("color") == "yellow")
        #expect(try desk.run("list", "color:green", "--json").items.isEmpty)
        #expect(try desk.run("list", "color:yellow", "--json").items.count == 1)
        desk.run("undo")
        #expect(try desk.shown(mark).string("color") == "green")
        let note = try desk.json("note", article, "-m", "page")
        #expect(note["color"]?.isNull == true)
        #expect(
            try desk.json("mark", article, "eelgrass", "-c", "none")
                .string("color") == "yellow")
        let unknown = desk.run("edit", mark, "-c", "beige")
        #expect(unknown.status == 2 && unknown.err.contains("none takes one off"))
    }

    @Test func aDraftIsNamedUntilTheStoreHasItsText() throws {
        desk.isTerminal = true
        desk.editor = { _ in String(repeating: "a", count: 1 << 18) }
        let tooLong = desk.run("edit", mark)
        #expect(tooLong.status == 1)
        #expect(tooLong.err.contains("your text is kept in \(desk.folder.file("draft"))"))
        desk.editor = { _ in " \n" }
        let empty = desk.run("reply", mark)
        #expect(empty.status == 1 && !empty.err.contains("kept in"))
    }
}
