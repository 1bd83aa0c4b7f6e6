import CommandLine
import Testing

/// Configuration files: what they say, what is wrong with them, and how they are changed.
@Suite struct ConfigTextTests {
    private static func read(_ text: String) throws -> ConfigText {
        try ConfigText(Array(text.utf8))
    }

    @Test(arguments: [
        ("[a]\nb = c", "c"), ("[a]\nb=c", "c"), ("[A]\n\tB  =   c d  \t", "c d"),
        ("[a]\r\nb = c\r\n", "c"), ("\u{FEFF}[a]\nb = c", "c"), ("[a]\nb = c ; d", "c"),
        ("[a]\nb = c # d", "c"), ("[a] ; x\n# x\n; y\n\nb = c;d", "c"), ("[a]\nb = ", ""),
        ("[a]\nb = \"c ; d\"", "c ; d"), ("[a]\nb = \" c \"", " c "), ("[a]\nb = c\" ;\"d", "c ;d"),
        ("[a]\nb = \"\"  ", ""), (#"[a]"# + "\nb = \\\"c\\\\\\t\\n", "\"c\\\t\n"),
        ("[a]\nb = c\nb = d", "d"), ("[a]\nb = c\n[x]\nb = y\n[a]\nb = d", "d"),
        ("[a]\nb = größer", "größer"), ("[a]\nb = c=d", "c=d"), ("[a]\nb = 'c d'", "'c d'"),
    ])
    func aValueIsRead(text: String, value: String) throws {
        #expect(try Self.read(text).entry("a.b")?.value.utf8.elementsEqual(value.utf8) == true)
    }

    @Test(arguments: [
        ("b = c", 1), ("[a]\nb", 2), ("[a]\nb c", 2), ("[a\nb = c", 1), ("[]\n", 1),
        ("[a b]\n", 1), ("[a \"b\"]", 1), ("[a] b = c", 1), ("[a]\n\n1b = c", 3),
        ("[a]\nb_c = d", 2), ("[a]\nb = \"c", 2), ("[a]\nb = c\\", 2), ("[a]\nb = \\q", 2),
        ("[a]\nb = c\u{0}", 2), ("[a]\nb = \u{1B}[1m", 2), ("[a]\n= c", 2),
        ("[a]\nb = " + String(repeating: "x", count: 4096), 2),
    ])
    func whatIsNotUnderstoodIsNamedByItsLine(text: String, line: Int) {
        #expect { try Self.read(text) } throws: { ($0 as? ConfigError)?.line == line }
    }

    @Test func octetsThatAreNoTextAreNamedByTheirLine() {
        #expect { try ConfigText(Array("[a]\nb = ".utf8) + [0xFF]) } throws: {
            ($0 as? ConfigError)?.line == 2
        }
    }

    @Test func aFileIsBounded() {
        let comments = Array(repeating: "# comment\n", count: 7_000).joined()
        #expect { try Self.read(comments) } throws: { ($0 as? ConfigError)?.line == nil }
        #expect(throws: Never.self) { try Self.read(String(comments.prefix(65_000))) }
    }

    @Test func aboveTheFirstHeadingASectionMayBeGiven() throws {
        let text = try ConfigText(Array("set = press\n[read]\nwidth = 7".utf8), above: "core")
        #expect(text.entries.map(\.name) == ["core.set", "read.width"])
        #expect(text.entries.map(\.line) == [1, 3])
    }

    @Test(arguments: [
        ("", "[a]\n    b = v\n"), ("# c", "# c\n\n[a]\n    b = v\n"),
        ("[a]\n\tb = c ; d\n", "[a]\n\tb = v ; d\n"), ("[a]\nb=c", "[a]\nb=v"),
        ("[a]\nb =", "[a]\nb = v"), ("[a]\nB = \"c d\" # e", "[a]\nB = v # e"),
        ("[a]\n  x = y\n\n# end\n[z]\n", "[a]\n  x = y\n  b = v\n\n# end\n[z]\n"),
        ("[a]\n  x = y", "[a]\n  x = y\n  b = v\n"), ("[a]", "[a]\n    b = v\n"),
        ("[a]\nb = 1\nb = 2\n", "[a]\nb = 1\nb = v\n"),
        ("[x]\ny = z\n", "[x]\ny = z\n\n[a]\n    b = v\n"),
        ("[a]\r\nb = c\r\n", "[a]\r\nb = v\r\n"),
    ])
    func aSettingIsPutInAndAllElseStays(before: String, after: String) throws {
        let changed = try Self.read(before).setting(("a", "b"), to: "v")
        #expect(String(decoding: changed, as: UTF8.self).utf8.elementsEqual(after.utf8))
    }

    @Test(arguments: [
        ("[a]\nb = c\n", "[a]\n"), ("# x\n[a]\n  b = c\n  d = e", "# x\n[a]\n  d = e"),
        ("[a]\nb = 1\n[z]\ny = x\n[a]\nb = 2", "[a]\n[z]\ny = x\n[a]\n"), ("[a]\n", "[a]\n"),
    ])
    func aSettingIsTakenOut(before: String, after: String) throws {
        let changed = try Self.read(before).removing("a.b")
        #expect(String(decoding: changed, as: UTF8.self) == after)
    }

    @Test(arguments: [
        "", " ", "a b", " a", "a ", "a;b", "#", "\"", "\\", "\\n", "a\nb", "a\tb", "'a'", "=",
        "[x]", "ä😀", "list 'tag:a is:open' \"x\"", "e\u{301}",
    ])
    func whatIsWrittenIsReadBack(value: String) throws {
        for before in ["", "[a]\nb = \"old;\" ; c\n", "[a]\nb =", "[x]\n[a]\n# c"] {
            let changed = try Self.read(before).setting(("a", "b"), to: value)
            let entry = try ConfigText(changed).entry("a.b")
            #expect(entry?.value.utf8.elementsEqual(value.utf8) == true, "\(before)")
        }
    }

    @Test func namesAreAWordAPointAndAWord() {
        #expect(ConfigName.parse("Read.Width").map { $0.section + " " + $0.key } == "read width")
        for wrong in ["", "read", "read.", ".width", "a.b.c", "a b.c", "a.1", "ä.b", "a.b_c"] {
            #expect(ConfigName.parse(wrong) == nil, "\(wrong)")
        }
    }

    @Test(arguments: [
        ("a b", ["a", "b"]), ("  a\tb ", ["a", "b"]), ("a 'b c'", ["a", "b c"]), ("''", [""]),
        ("a\"b c\"d", ["ab cd"]), (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]),
        (#""a\"b\\c\d""#, [#"a"b\c\d"#]), ("", []), ("'a' 'b'", ["a", "b"]), ("a''b", ["ab"]),
    ])
    func aLineIsPartedAsAShellDoes(line: String, words: [String]) {
        #expect(ShellWords.split(line) == words)
    }

    @Test(arguments: ["'a", "\"a", "a\\", "a 'b' \"c"])
    func anOpenQuotePartsNothing(line: String) {
        #expect(ShellWords.split(line) == nil)
    }
}
