import CommandLine
import Testing

@Suite("ReadingView, lines and paragraphs")
struct ReadingParagraphTests {
    @Test("lines that stand below each other do, unless notes come between them")
    func neighbours() {
        let view = ReadingView(
            title: "T", article: "one\ntwo\nthree\nfour", neighbours: [1, 2, 3],
            notes: [
                ReadingNote(
                    number: 1, label: "kkkk", place: .passage(start: 4, end: 7), author: "a",
                    when: "now")
            ], width: 40)
        #expect(
            view.text() == """
                T

                  one
                  [[two]][1]
                  ─ 1 kkkk  a, now

                  three
                  four

                """)
    }

    @Test("what stands deeper does, as far as there is room")
    func indents() {
        func view(_ width: Int) -> String {
            ReadingView(
                title: "T", article: "def f(x):\nreturn x and so on\nend", neighbours: [1, 2],
                indents: [1: 12], notes: [], width: width
            ).text()
        }
        #expect(
            view(48) == """
                T

                  def f(x):
                              return x and so on
                  end

                """)
        #expect(
            view(20) == """
                T

                  def f(x):
                       return x and
                       so on
                  end

                """)
    }

    @Test("a title that is the beginning of a paragraph does not part it")
    func titleGoesOn() {
        let view = ReadingView(
            title: "It was the first of them on the",
            article: "It was the first of them on the\npier.",
            continuations: [1], notes: [], width: 60)
        #expect(
            view.text() == """
                It was the first of them on the

                  It was the first of them on the pier.

                """)
    }

    @Test("blocks of one paragraph are filled together, with the marks over their ends")
    func continued() {
        let article = """
            It was built in the winter when the
            ice still reached the pier and
            nobody came.
            The next one.
            """
        func view(_ width: Int, isColoured: Bool = false) -> String {
            ReadingView(
                title: "T", article: article, continuations: [1, 2],
                notes: [
                    ReadingNote(
                        number: 1, label: "kkkk", place: .passage(start: 32, end: 39), author: "a",
                        when: "now"),
                    ReadingNote(
                        number: 2, label: "llll", place: .passage(start: 80, end: 83), author: "b",
                        when: "now"),
                ], width: width, isColoured: isColoured
            ).text()
        }
        #expect(
            view(60) == """
                T

                  It was built in the winter when [[the ice]][1] still
                  reached the pier and nobody came.
                  ─ 1 kkkk  a, now

                  [[The]][2] next one.
                  ─ 2 llll  b, now

                """)
        #expect(
            view(38, isColoured: true).contains(
                "the\u{1B}[0m\n  \u{1B}[0;38;5;16;48;5;228mice\u{1B}[0m"))
    }
}
