import CommandLine
import JSON
import Testing

/// Text of other people never commands a terminal, in whatever form it is shown, and is kept as it
/// came.
@Suite struct HostileTextTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        // Colours of our own would hide what slips through.
        desk.environment["NO_COLOR"] = "1"
    }

    static let evil =
        "\u{1B}[31mred\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}back\u{2066}\u{8}\r\u{7F}\u{FEFF}"

    private func expectSafe(
        _ text: String, _ what: [String], location: SourceLocation = #_sourceLocation
    ) {
        let raw = text.unicodeScalars.first {
            $0 != "\n" && $0 != "\t" && TerminalSafe.isUnsafe($0)
        }
        #expect(raw == nil, "\(what)", sourceLocation: location)
    }

    private func runInAllForms(_ command: [String]) {
        for isTerminal in [false, true] {
            desk.isTerminal = isTerminal
            for form in [[], ["--json"], ["--jsonl"], ["--plain"]] {
                let answer = desk.run(command + form)
                expectSafe(answer.out + answer.err, command + form)
                #expect(!(answer.out + answer.err).isEmpty)
            }
        }
        desk.isTerminal = false
    }

    @Test func nothingRawIsShownInAnyForm() throws {
        let evil = Self.evil
        let tag = evil.unicodeScalars.filter { !$0.properties.isWhitespace }
        let source = try desk.folder.put("Title \(evil)\n\nA passage \(evil) here.\n", "evil.txt")
        let id = try desk.add(source, "--title", "T \(evil)")
        let mark = try desk.id(
            "mark", id, "A passage", "-m", "c \(evil)", "-t", String(String.UnicodeScalarView(tag)))
        desk.run("reply", mark, "-m", evil)
        desk.run("note", id, "-m", evil)
        desk.run("edit", mark, "-m", "d \(evil)")
        desk.run("set", "new", "s \(evil)")
        for command in [
            ["list"], ["docs"], ["tags"], ["show", mark], ["show", mark, "--history"],
            ["read", id], ["log"],
            ["export"], ["export", "--history"], ["status"], ["set", "list"],
            ["tag", mark, "+y"], ["close", mark], ["edit", mark, "-m", "e \(evil)"],
            ["mark", id, "here", "-m", evil], ["undo"], ["redo"], ["rm", id],
        ] {
            runInAllForms(command)
        }
    }

    @Test func nothingRawIsShownInErrors() throws {
        let evil = Self.evil
        let body = "x \(evil) twice\nx \(evil) twice\nx \(evil) twine\n"
        let id = try desk.add(try desk.folder.put("T\n\n" + body, "evil.txt"), "--title", evil)
        for command in [
            [evil], ["list", "--\(evil)"], ["-\(evil)"], ["read", evil + "?"],
            ["show", evil + "?"],
            ["mark", id, "no \(evil)"], ["mark", id, "twice"], ["mark", id, "x twicf"],
            ["help", evil], ["add", evil], ["add", "https://\(evil)"], ["export", "--set", evil],
            ["export", "--to", evil], ["mark", id, "T", "-c", evil], ["undo", evil],
            ["read", id, "--width", evil], ["tag", "@", "+" + evil + " x"],
            ["add", desk.folder.file("evil.txt"), "--url", evil], ["--store", evil + "/x", "undo"],
            ["merges", "zz" + evil], ["set", "show", evil], ["export", "-o", "/nowhere/\(evil)"],
        ] {
            #expect(desk.run(command).status != 0, "\(command)")
            runInAllForms(command)
        }
    }

    @Test func whatIsTypedIsKept() throws {
        let evil = Self.evil
        let id = try desk.add(Desk.harbour, "--title", evil)
        #expect(
            try desk.run("docs", "--json").items[0].string("title").utf8.elementsEqual(evil.utf8))
        let mark = try desk.json("mark", id, "learned to wait", "-m", evil)
        #expect(mark.at("body", "value")?.string?.utf8.elementsEqual(evil.utf8) == true)
        desk.input = Array("one\r\ntwo \u{1B}[0m".utf8)
        let piped = try desk.json("note", id, "-m", "-")
        #expect(piped.at("body", "value")?.string?.utf8.elementsEqual(desk.input) == true)
    }

    @Test func aQuoteWithControlsIsTheArticlesOwn() throws {
        let text = "T\n\nA \u{1B}[31mred\u{1B}[0m word.\n"
        let id = try desk.add(try desk.folder.put(text, "a.txt"))
        let mark = try desk.json("mark", id, "A \u{1B}[31mred\u{1B}[0m word")
        #expect(mark.at("quote", "exact")?.string == "A \u{1B}[31mred\u{1B}[0m word")
        #expect(desk.run("list").out.contains("\\u{1B}[31mred"))
    }

    @Test func nulIsRefusedWhereverItStands() throws {
        let id = try desk.add(Desk.harbour)
        let mark = try desk.id("mark", id, "learned to wait")
        let count = try desk.run("log", "--json").items.count
        for command in [
            ["note", id, "-m", "a\0b"], ["reply", mark, "-m", "a\0b"],
            ["edit", mark, "-m", "a\0b"],
            ["tag", mark, "+a\0b"], ["add", Desk.lighthouse, "--title", "a\0b"],
            ["set", "new", "a\0b"],
        ] {
            let answer = desk.run(command)
            #expect(answer.status == 1 && answer.err.contains("NUL"), "\(command)")
        }
        #expect(try desk.run("log", "--json").items.count == count)
    }
}
