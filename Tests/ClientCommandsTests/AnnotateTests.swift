import JSON
import Testing

/// `annotate DOC`: a whole article in the editor.
@Suite struct AnnotateTests {
    let desk: Desk
    let article: String

    init() throws {
        desk = try Desk()
        article = try desk.add(
            desk.folder.put("One line here.\n\nAnother line there.\n", "a.txt"))
        desk.isTerminal = true
    }

    @Test func whatWasMarkedInTheEditorIsHighlighted() throws {
        desk.editor = { text in
            #expect(text.contains("One line here.\n\nAnother line there.\n"))
            #expect(text.hasPrefix("{>> Mark up"))
            return text.replacing("line here", "{==line here==}{>>which one?<<}")
                .replacing("there.\n", "{==there==}.\n")
        }
        let answer = desk.run("annotate", article, "-t", "todo", "-c", "green")
        #expect(answer.status == 0 && answer.out.contains("which one?"))
        let items = try desk.run("list", "--json").items
        #expect(items.count == 2)
        for item in items {
            #expect(item["tags"]?.strings == ["todo"] && item["color"]?.string == "green")
            #expect(item.at("anchor", "state")?.string == "exact")
        }
        let quotes = Set(items.compactMap { $0.at("quote", "exact")?.string })
        #expect(quotes == ["line here", "there"])
        #expect(
            Set(items.compactMap { $0["motivation"]?.string }) == ["commenting", "highlighting"])
        #expect(desk.run("undo").status == 0)
        #expect(try desk.run("list", "--json").items.isEmpty)
    }

    @Test func aMarkMayReachOverParagraphs() throws {
        desk.editor = { text in
            text.replacing("line here", "{==line here").replacing("Another", "Another==}")
        }
        #expect(desk.run("annotate").status == 0)
        let mark = try #require(try desk.run("list", "--json").items.first)
        #expect(mark.at("quote", "exact")?.string == "line here.\nAnother")
    }

    @Test func aFileLeftUnchangedMakesNothing() throws {
        desk.editor = { $0 }
        let answer = desk.run("annotate", article)
        #expect(answer.status == 0 && answer.out.contains("Nothing was marked"))
        #expect(!answer.out.contains("kept in"))
        #expect(try desk.run("log", "--json").items.count == 1)
        desk.editor = { _ in nil }
        #expect(desk.run("annotate", article).status == 1)
    }

    @Test func aChangedTextIsRefusedAndTheFileIsKept() throws {
        desk.editor = { text in
            text.replacing("One line", "{==One==} line").replacing("Another line", "Another word")
        }
        let answer = desk.run("annotate", article)
        #expect(answer.status == 1 && answer.out.isEmpty)
        #expect(answer.err.contains("itself was changed in line 6"))
        #expect(answer.err.contains("it was   ") && answer.err.contains("Another line there."))
        #expect(answer.err.contains("Another word there."))
        let draft = desk.folder.file("draft")
        #expect(answer.err.contains("your text is kept in \(draft)"))
        #expect(answer.err.contains("hint: put it right, then: postil annotate "))
        #expect(answer.err.contains("--from \(draft)"))
        #expect(try desk.run("list", "--json").items.isEmpty)
        desk.editor = { $0.replacing("One line", "{==One line") }
        #expect(desk.run("annotate", article).err.contains("{== is not closed by ==} in line 4"))
    }

    @Test func aMarkedUpTextIsAlsoReadFromAFile() throws {
        desk.isTerminal = false
        #expect(desk.run("annotate", article).status == 7)
        let file = try desk.folder.put("{==One==} line here.\nAnother line there.", "m.md")
        let made = desk.run("annotate", article, "--from", file, "--json")
        #expect(try made.items.first?.at("quote", "exact")?.string == "One")
        desk.input = Array("One line {==here==}. Another line there.".utf8)
        #expect(try desk.run("annotate", article, "--from", "-", "--json").items.count == 1)
        #expect(desk.run("annotate", article, "--from", desk.folder.file("none")).status == 3)
        desk.isTerminal = true
        #expect(desk.run("annotate", article, "--no-input").status == 7)
    }

    @Test func existingHighlightsAreNotShown() throws {
        desk.run("mark", article, "One line", "-m", "before")
        desk.editor = { text in
            #expect(!text.contains("before") && text.contains("\nOne line here.\n"))
            return text.replacing("One", "{==One==}")
        }
        #expect(desk.run("annotate", article).status == 0)
        #expect(try desk.run("list", "--json").items.count == 2)
    }
}

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: old) {
            result += rest[..<range.lowerBound] + new
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
