import Testing

@Suite("The scanner tells code from strings and comments")
struct SwiftScannerTests {
    private func words(_ source: String) -> [String] {
        SwiftScanner(source).tokens.map(\.text)
    }

    @Test(
        "contents of literals are not code",
        arguments: [
            (#"a "b!" c"#, ["a", "\"", "\"", "c"]),
            (#"a "\"b" c"#, ["a", "\"", "\"", "c"]),
            (##"#"a \(b) " c"# d"##, ["#\"", "\"", "d"]),
            (##"#"a \#(b) c"# d"##, ["#\"", "(", "b", ")", "\"", "d"]),
            ("\"\"\"\na \" b\n\"\"\" c", ["\"", "\"", "c"]),
        ])
    func literals(source: String, tokens: [String]) {
        #expect(words(source) == tokens)
    }

    @Test("the inside of an interpolation is code, however deep")
    func interpolations() {
        #expect(
            words(#""a \(f("b \(c)") + (d)) e" g"#)
                == [
                    "\"", "(", "f", "(", "\"", "(", "c", ")", "\"", ")", "+", "(", "d", ")", ")",
                    "\"", "g",
                ])
    }

    @Test("comments are not code, nested ones included")
    func comments() {
        let scanner = SwiftScanner("a // b\n/* c /* d */\n e */ f")
        #expect(scanner.tokens.map(\.text) == ["a", "f"])
        #expect(scanner.comments.map(\.text) == ["// b", "/* c /* d */", " e */"])
        #expect(scanner.comments.map(\.line) == [1, 2, 3])
    }

    @Test("a token knows its line and whether it touches the one before")
    func places() {
        let tokens = SwiftScanner("a! \n\n !b").tokens
        #expect(tokens.map(\.line) == [1, 1, 3, 3])
        #expect(tokens.map(\.isGlued) == [false, true, false, true])
    }

    @Test(
        "text that ends inside a literal or a comment ends the scan",
        arguments: ["\"a\\", "/* a", "#\"", "\"\\("])
    func unfinished(source: String) {
        #expect(SwiftScanner(source).tokens.count <= 2)
    }
}
