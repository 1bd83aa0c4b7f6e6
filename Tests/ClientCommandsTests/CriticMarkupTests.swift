import ClientCommands
import MemoryStorage
import Testing

/// Marks in a text, read beside the text that was marked.
@Suite struct CriticMarkupTests {
    /// The marks as their words and comments, by where they begin.
    private static func read(_ edited: String, of original: String) throws -> [[String]] {
        let scalars = Array(original.unicodeScalars)
        return try CriticMarkup(edited, of: original).marks.map { mark in
            var words = String.UnicodeScalarView()
            words.append(contentsOf: scalars[mark.range])
            return [String(words), mark.comment]
        }
    }

    @Test(
        arguments: [
            ("a b c", "a b c", []), ("", "", []), ("a {==b==} c", "a b c", [["b", ""]]),
            ("a {==b==}{>>why<<} c", "a b c", [["b", "why"]]),
            ("{==a b c==}{>> two\n\nlines <<}", "a b c", [["a b c", "two\n\nlines"]]),
            ("{==a==}{>>1<<} b {==c==}", "a b c", [["a", "1"], ["c", ""]]),
            ("{==a==}{>>1<<}{>>2<<} b", "a b", [["a", "1\n\n2"]]),
            ("{==a==} {>>1<<} b", "a b", [["a", "1"]]), ("{==a==}{>><<} b", "a b", [["a", ""]]),
            ("a{==b==}c", "abc", [["b", ""]]), ("a {== b ==} c", "a b c", [["b", ""]]),
            // Within each other, and side by side.
            ("{==a {==b==}{>>in<<} c==}{>>out<<}", "a b c", [["a b c", "out"], ["b", "in"]]),
            ("{=={==a==}==}", "a", [["a", ""], ["a", ""]]),
            ("{==a==}{==b==}", "ab", [["a", ""], ["b", ""]]),
            // Over paragraphs, which the editor shows with an empty line between.
            ("one {==two\n\nthree==} four", "one two\nthree four", [["two\nthree", ""]]),
            ("a\r\n\r\nb {==c==}\n\n", "a\nb c", [["c", ""]]),
            ("a\n  {==b==}", "a b", [["b", ""]]),
            ("a\tb {==c==}", "a\u{A0}b c", [["c", ""]]),
            // The article itself holds the signs.
            ("x {==y==} {==z==}", "x {==y==} z", [["z", ""]]), ("x {==y==}", "x {==y==}", []),
            ("{=={==b==}", "{==b", [["{==b", ""]]),
            ("{==a ==}==} b", "a ==} b", [["a ==}", ""]]), ("a ==} b", "a ==} b", []),
            ("a {>>b<<} {==c==}", "a {>>b<<} c", [["c", ""]]),
            ("{++a++} {==b==}", "{++a++} b", [["b", ""]]),
            ("{==該==}条例", "該条例", [["該", ""]]), ("{==👍🏽==} ja", "👍🏽 ja", [["👍🏽", ""]]),
            ("{==e\u{301}==}", "e\u{301}", [["e\u{301}", ""]]),
            ("{==a==}{>>{==b==}<<}", "a", [["a", "{==b==}"]]),
        ] as [(String, String, [[String]])])
    func marksAreRead(edited: String, original: String, marks: [[String]]) throws {
        #expect(try Self.read(edited, of: original) == marks)
    }

    @Test(
        arguments: [
            ("a b d", "a b c", .textChanged, 1), ("a b", "a b c", .textChanged, 1),
            ("a b c d", "a b c", .textChanged, 1), ("a\n\nB c", "a\nb c", .textChanged, 3),
            ("ab c", "a b c", .textChanged, 1), ("a b", "ab", .textChanged, 1),
            ("a {++new ++}b", "a b", .textChanged, 1), ("", "a", .textChanged, 1),
            ("a {==b", "a b", .unclosedMark, 1), ("a\n{==b {==c==}", "a b c", .unclosedMark, 2),
            ("a b==} c", "a b c", .strayCloser, 1), ("{==a==} b==}", "a b", .strayCloser, 1),
            ("{>>a<<} b", "b", .strayComment, 1), ("{==a==} b {>>c<<}", "a b", .strayComment, 1),
            ("{==a==}{>>b", "a", .unclosedComment, 1), ("a {====} b", "a b", .emptyMark, 1),
            ("a {== ==} b", "a b", .emptyMark, 1), ("{==a {==b==} C==}", "a b c", .textChanged, 1),
            ("e\u{301}", "\u{E9}", .textChanged, 1),
        ] as [(String, String, CriticMarkupError.Problem, Int)])
    func whatIsMoreThanMarksIsNamed(
        edited: String, original: String, problem: CriticMarkupError.Problem, line: Int
    ) {
        #expect { try CriticMarkup(edited, of: original) } throws: { error in
            let found = error as? CriticMarkupError
            return found?.problem == problem && found?.line == line
        }
    }

    @Test func theFirstChangeIsShownInBothTexts() {
        let words = (0..<40).map { "word\($0)" }
        let changed = words.map { $0 == "word20" ? "other" : $0 }
        #expect {
            try CriticMarkup(changed.joined(separator: "\n"), of: words.joined(separator: " "))
        } throws: { error in
            let found = error as? CriticMarkupError
            return found?.line == 21 && found?.original?.contains("word19 word20 word21") == true
                && found?.edited.contains("word19 other word21") == true
        }
    }

    /// Whatever is marked in whatever text, it is read back.
    @Test(arguments: 0..<200)
    func randomMarksAreReadBack(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed)
        let pieces = ["a", "be", "cee", "{==", "==}", "{>>", "<<}", "ü", "条", ".", "\n", " "]
        let text = (0..<30).map { _ in pieces[Int(numbers.next() % 12)] }.joined()
        let scalars = Array(text.unicodeScalars)
        // Signs of the article that touch a mark may be told apart in more than one way.
        let isSign = { (index: Int) in
            scalars.indices.contains(index) && "{=}<>".unicodeScalars.contains(scalars[index])
        }
        let places = scalars.indices.filter { index in
            !scalars[index].properties.isWhitespace
                && !(index - 1...index + 1).contains(where: isSign)
        }
        guard !places.isEmpty else { return }
        let first = places[Int(numbers.next() % UInt64(places.count))]
        let last = places.filter { $0 >= first }.prefix(9).last ?? first
        var edited = String.UnicodeScalarView()
        edited.append(contentsOf: scalars[..<first])
        edited.append(contentsOf: "{==".unicodeScalars)
        edited.append(contentsOf: scalars[first...last])
        edited.append(contentsOf: "==}{>>said<<}".unicodeScalars)
        edited.append(contentsOf: scalars[(last + 1)...])
        let found = try CriticMarkup(String(edited), of: text).marks
        #expect(found.map(\.range) == [first..<last + 1])
        #expect(found.map(\.comment) == ["said"])
    }
}
