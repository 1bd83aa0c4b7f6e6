import CommandLine
import JSON
import Testing

/// `show --history`, and how two texts are shown as one.
@Suite struct HistoryTests {
    let desk: Desk
    let mark: String

    init() throws {
        desk = try Desk()
        try desk.add(Desk.harbour)
        mark = try desk.id("mark", "@@", "learned to wait", "-m", "x")
    }

    /// What history says of a text that was changed.
    private func diff(_ old: String, _ new: String) throws -> String? {
        desk.run("edit", mark, "-m", old)
        desk.run("edit", mark, "-m", new)
        let history = try desk.run("show", mark, "--history", "--json").items[0].array("history")
        return history.last?["diff"]?.string
    }

    @Test(arguments: [
        ("one two three", "one TWO three", "one [-two-]{+TWO+} three"),
        ("one two", "one two three", "one two{+ three+}"), ("one two", "two", "[-one -]two"),
        ("colour", "color", "[-colour-]{+color+}"), ("", "new", "{+new+}"), ("old", "", "[-old-]"),
        ("a b c d", "a x y d", "a [-b c-]{+x y+} d"),
        ("3(9).", "3(9), not here.", "3(9){+, not here+}."), ("l'été", "l'ete", "l'[-été-]{+ete+}"),
        ("该条例适用", "该条例不适用", "该条例{+不+}适用"), ("e\u{301}a", "ea", "[-e\u{301}a-]{+ea+}"),
        ("one\ntwo", "one\ntoo", "one\n[-two-]{+too+}"), ("12 May", "13 May", "[-12-]{+13+} May"),
        ("👍 yes", "👍🏽 yes", "[-👍-]{+👍🏽+} yes"),
    ])
    func aChangeIsShownByWholeWords(old: String, new: String, diff: String) throws {
        let shown = try #require(try self.diff(old, new))
        #expect(shown.utf8.elementsEqual(diff.utf8), "\(shown)")
    }

    @Test func everyFieldIsInTheHistoryWithBothValues() throws {
        desk.run("edit", mark, "-c", "green")
        desk.run("tag", mark, "+a")
        desk.run("tag", mark, "-a")
        desk.run("close", mark)
        desk.run("reopen", mark)
        desk.run("rm", mark)
        desk.run("undo")
        let history = try desk.run("show", mark, "--history", "--json").items[0].array("history")
        let told = history.map { entry in
            [entry["what"], entry["field"], entry["before"], entry["after"]].map {
                $0?.string ?? "-"
            }
        }
        #expect(
            told == [
                ["made", "text", "-", "x"], ["coloured", "colour", "-", "green"],
                ["tagged", "tag", "-", "a"], ["untagged", "tag", "a", "-"],
                ["closed", "status", "-", "closed"], ["reopened", "status", "closed", "open"],
                ["deleted", "life", "-", "-"], ["brought back", "life", "-", "-"],
            ])
    }

    @Test func onATerminalItIsReadTopDownAndInColour() throws {
        desk.run("edit", mark, "-m", "x and a long word", "-c", "green")
        desk.now += 3 * 86_400_000
        desk.isTerminal = true
        desk.environment["NO_COLOR"] = "1"
        let plain = desk.run("show", mark, "--history").out
        let made = try #require(plain.firstRange(of: "  made"))
        let wrote = try #require(plain.firstRange(of: "  wrote"))
        #expect(made.lowerBound < wrote.lowerBound)
        #expect(plain.contains("3 days") && plain.contains("\n    x{+ and a long word+}\n"))
        #expect(plain.contains("    green\n"))
        desk.environment["NO_COLOR"] = nil
        let coloured = desk.run("show", mark, "--history").out
        #expect(coloured.contains("x\u{1B}[32m and a long word\u{1B}[0m"))
        #expect(!coloured.contains("{+"))
    }

    @Test func coloursEndWithEachLineAndNothingIsWiderThanTheTerminal() throws {
        let long = (0..<60).map { "word\($0)" }.joined(separator: " ")
        desk.run("edit", mark, "-m", "x " + long)
        desk.isTerminal = true
        desk.columns = 50
        let lines = desk.run("show", mark, "--history", "--color", "always").out
            .split(separator: "\n")
        let coloured = lines.filter { $0.contains("\u{1B}[32m") }
        #expect(coloured.count > 5)
        for line in coloured { #expect(line.hasSuffix("\u{1B}[0m")) }
        let plain = desk.run("show", mark, "--history", "--color", "never").out
        for line in plain.split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= 50) }
    }

    @Test func hostileTextStaysText() throws {
        desk.run("edit", mark, "-m", "\u{1B}[2J\u{1} and \u{3} x")
        desk.isTerminal = true
        for colour in ["always", "never"] {
            let out = desk.run("show", mark, "--history", "--color", colour).out
            #expect(!out.contains("\u{1B}[2J") && out.contains("\\u{1B}[2J"))
            #expect(!out.unicodeScalars.contains("\u{1}") && out.contains("\\u{1}"))
        }
    }
}
