import CommandLine
import Testing

@Suite("ReadingView")
struct ReadingViewTests {
    static let article = """
        Article 27
        Systems that are placed on the market before 2 August shall conform. עברית and 漢字かな交じり文 too.

        The \u{1B}[31mend\u{202E} of it.
        """

    /// The range of code points of a piece of the article.
    static func place(_ piece: String) -> ReadingNote.Place {
        let (text, part) = (Array(article.unicodeScalars), Array(piece.unicodeScalars))
        for start in 0...(text.count - part.count) where text[start...].starts(with: part) {
            return .passage(start: start, end: start + part.count)
        }
        return .lost
    }

    static let notes = [
        ReadingNote(
            number: 1, label: "qpvu", place: place("placed on the market"), author: "ada",
            when: "2 min", comment: "Defined in Art. 3(9)", tags: ["definitions"], colour: .green,
            replies: [
                ReadingReply(
                    depth: 1, label: "rrrr", author: "lin", when: "now", comment: "Also recital 97."
                ),
                ReadingReply(
                    depth: 2, label: "ssss", author: "\u{202E}bob", when: "now",
                    comment: "Hm.\nSee \u{9B}2J the annex, which is longer than this line.",
                    flags: ["unsynced"]),
            ]),
        ReadingNote(
            number: 2, label: "kkkk", place: place("the market before"), author: "lin",
            when: "1 day",
            colour: .blue),
        ReadingNote(
            number: 3, label: "mmmm", place: place("字かな"), author: "mei", when: "1 day",
            comment: "漢字",
            flags: ["moved"]),
        ReadingNote(
            number: 4, label: "nnnn", place: .page, author: "ada", when: "3 h",
            comment: "Read this first."),
        ReadingNote(
            number: 5, label: "llll", place: .lost, quote: "gone \u{7}words", author: "ada",
            when: "3 h",
            comment: "What was here?"),
        ReadingNote(
            number: 6, label: "oooo", place: place("conform. עברית"), author: "ada", when: "3 h",
            comment: "Over two scripts."),
        ReadingNote(
            number: 7, label: "pppp", place: .passage(start: 9, end: 9_999), author: "x", when: ""),
    ]

    static func view(width: Int, isColoured: Bool) -> String {
        ReadingView(
            title: "An \u{1B}]0;Act\u{7}", article: article, headings: [0], notes: notes,
            width: width,
            isColoured: isColoured
        ).text()
    }

    @Test("passages are marked, and their notes stand below the paragraph")
    func plain() {
        #expect(
            Self.view(width: 60, isColoured: false) == """
                An \\u{1B}]0;Act\\u{7}
                  ─ 4 nnnn  ada, 3 h   Read this first.

                Article 27

                  Systems that are [[1:placed on [[2:the market]][1]
                  before]][2] 2 August shall [[conform. עברית]][6] and 漢
                  [[字かな]][3]交じり文 too.
                  ─ 1 qpvu  ada, 2 min   Defined in Art. 3(9)  #definitions
                  ─   └ rrrr  lin, now   Also recital 97.
                  ─     └ ssss  \\u{202E}bob, now
                          Hm.
                          See \\u{9B}2J the annex, which is longer than this
                          line.  (unsynced)
                  ─ 2 kkkk  lin, 1 day
                  ─ 3 mmmm  mei, 1 day   漢字  (moved)
                  ─ 6 oooo  ada, 3 h   Over two scripts.

                  The \\u{1B}[31mend\\u{202E} of it.

                Not found in this text
                  ─ 5 llll  ada, 3 h   “gone \\u{7}words”
                                       What was here?
                  ─ 7 pppp  x

                """)
    }

    @Test("with colour, passages have a background that ends with its line")
    func coloured() {
        let view = ReadingView(
            title: "T", article: "one two three four five",
            notes: [
                ReadingNote(
                    number: 1, label: "kkkk", place: .passage(start: 4, end: 18), author: "a",
                    when: "now",
                    comment: "c", colour: .green),
                ReadingNote(
                    number: 2, label: "llll", place: .passage(start: 8, end: 23), author: "b",
                    when: "now",
                    colour: .pink),
            ], width: 20, isColoured: true)
        #expect(
            view.text().split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.replacing("\u{1B}", with: "^")
            } == [
                "^[0;1mT^[0m", "",
                "  one ^[0;38;5;16;48;5;157mtwo ^[0m^[0;4;38;5;16;48;5;218mthree^[0m",
                "  ^[0;4;38;5;16;48;5;218mfour^[0m^[0;1m[1]^[0m"
                    + "^[0;38;5;16;48;5;218m five^[0m^[0;1m[2]^[0m",
                "  ^[0;1m─ 1 kkkk^[0m^[0;2m  a, now^[0m", "      c",
                "  ^[0;1m─ 2 llll^[0m^[0;2m  b, now^[0m", "",
            ])
    }

    @Test("in a margin, a note stands beside the line with its number, or below the one before")
    func margin() {
        let view = ReadingView(
            title: "A port",
            article: "The harbour closed.\nNobody was sure who won, and nobody asked. So it is.",
            notes: [
                ReadingNote(
                    number: 1, label: "kkkk", place: .passage(start: 4, end: 11), author: "ada",
                    when: "now", comment: "Which one of the two?",
                    replies: [
                        ReadingReply(
                            depth: 1, label: "mmmm", author: "ben", when: "now",
                            comment: "The one on the estuary, where it was.")
                    ]),
                ReadingNote(
                    number: 2, label: "llll", place: .passage(start: 63, end: 71), author: "ben",
                    when: "now", tags: ["ask"]),
                ReadingNote(
                    number: 3, label: "nnnn", place: .lost, quote: "gone", author: "ada",
                    when: "now"),
                ReadingNote(
                    number: 4, label: "oooo", place: .page, author: "ada", when: "now",
                    comment: "Read it."),
            ], width: 30, margin: 34)
        #expect(
            view.text() == """
                A port
                  ─ 4 oooo  ada, now
                      Read it.

                  The [[harbour]][1] closed.     ─ 1 kkkk  ada, now
                                                     Which one of the two?
                  Nobody was sure who won, and   ─   └ mmmm  ben, now
                  nobody asked. [[So it                The one on the estuary,
                  is]][2].                             where it was.
                                                 ─ 2 llll  ben, now
                                                     #ask

                Not found in this text
                  ─ 3 nnnn  ada, now
                      “gone”

                """)
    }

    @Test("for a terminal, right-to-left text stands in isolates, and nothing else does")
    func isolates() {
        let view = ReadingView(
            title: "T", article: "שלום\nplain",
            notes: [
                ReadingNote(
                    number: 1, label: "kkkk", place: .passage(start: 0, end: 4), author: "עדה",
                    when: "now", comment: "مرحبا\nhello", tags: ["وسم"])
            ], width: 60, isIsolating: true)
        #expect(
            view.text() == """
                T

                  \u{2068}[[שלום]][1]\u{2069}
                  ─ 1 kkkk  \u{2068}עדה\u{2069}, now   \u{2068}مرحبا\u{2069}
                                       hello  \u{2068}#وسم\u{2069}

                  plain

                """)
    }

    @Test("without colour there is no control in the output, with colour only ours")
    func safe() {
        #expect(SampleTexts.unsafeScalars(Self.view(width: 60, isColoured: false)).isEmpty)
        Self.expectOwnControlsOnly(Self.view(width: 60, isColoured: true))
    }

    private static func expectOwnControlsOnly(_ text: String) {
        let rest = text.replacing(/\u{1B}\[[0-9;]*m/.matchingSemantics(.unicodeScalar), with: "")
        #expect(SampleTexts.unsafeScalars(rest).isEmpty)
    }

    @Test("an article without text shows its notes as lost, and page notes")
    func empty() {
        let text = ReadingView(
            title: "T", article: "",
            notes: [
                ReadingNote(
                    number: 1, label: "kkkk", place: .passage(start: 0, end: 0), author: "a",
                    when: "")
            ]
        ).text()
        #expect(text == "T\n\nQuoted; the text is not here\n  ─ 1 kkkk  a\n")
    }

    private static func randomNotes(_ random: inout SplitMix64, count: Int) -> [ReadingNote] {
        (0..<8).map { index in
            let start = Int.random(in: -1...(count + 1), using: &random)
            let end = start + Int.random(in: -1...12, using: &random)
            return ReadingNote(
                number: index, label: "kkkk", place: .passage(start: start, end: end),
                quote: SampleTexts.mixed(&random, count: 3),
                author: SampleTexts.mixed(&random, count: 3), when: "now",
                comment: SampleTexts.mixed(&random, count: 8),
                tags: [SampleTexts.mixed(&random, count: 2)], flags: ["\u{1B}x"],
                replies: [
                    ReadingReply(
                        depth: Int.random(in: -1...99, using: &random), label: "llll",
                        author: SampleTexts.mixed(&random, count: 2), when: "now",
                        comment: SampleTexts.mixed(&random, count: 6))
                ])
        }
    }

    @Test(
        "any article with any notes: no foreign control, no wide line, each note once, text whole",
        arguments: 0..<300)
    func laws(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let article = SampleTexts.mixed(&random, count: Int.random(in: 0...60, using: &random))
        let count = article.unicodeScalars.count
        let notes = Self.randomNotes(&random, count: count)
        let width = Int.random(in: 20...60, using: &random)
        let margin = Bool.random(using: &random) ? Int.random(in: 30...60, using: &random) : nil
        func text(_ notes: [ReadingNote], _ isColoured: Bool) -> String {
            ReadingView(
                title: "T", article: article, notes: notes, width: width, margin: margin,
                isColoured: isColoured
            ).text()
        }
        let plain = text(notes, false)
        #expect(SampleTexts.unsafeScalars(plain).isEmpty)
        let coloured = text(notes, true)
        Self.expectOwnControlsOnly(coloured)
        for line in plain.split(separator: "\n") {
            let room = width + (margin.map { ReadingView.gutter + $0 } ?? 0)
            #expect(TextWidth.columns(String(line)) <= room, "seed \(seed): \(line)")
        }
        let uncoloured = coloured.replacing(
            /\u{1B}\[[0-9;]*m/.matchingSemantics(.unicodeScalar), with: "")
        for note in notes {
            let sign = "─ \(note.number) kkkk"
            for line in (plain + uncoloured).split(separator: "\n") where line.contains(sign) {
                let before = line.split(separator: sign, omittingEmptySubsequences: false)[0]
                let column = TextWidth.columns(String(before))
                #expect([2, width + ReadingView.gutter].contains(column), "seed \(seed): \(line)")
            }
            #expect(plain.split(separator: "─ \(note.number) kkkk").count == 2, "seed \(seed)")
        }
        let bare = text([], false).unicodeScalars.dropFirst(2)
            .filter { !"\n \t".unicodeScalars.contains($0) }
        let whole = TerminalSafe.text(article).unicodeScalars
            .filter { !"\n \t".unicodeScalars.contains($0) }
        #expect(bare.elementsEqual(whole), "seed \(seed)")
    }
}
