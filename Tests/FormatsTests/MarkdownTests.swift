import Formats
import Testing

@Suite("Markdown for Obsidian")
struct MarkdownTests {
    /// A passage with an answer and an answer to that, and a note on the whole.
    private static var sheet: ExchangeSheet {
        let work = ExchangeWork(
            title: "Harbour: “Light”", author: "I. Moreau", url: "https://a.example/",
            id: "qpvurkzm")
        var note = ExchangeNote(key: "kxwvutsrqponmlkz", work: work)
        note.quote = ExchangeQuote(exact: "The tide\ncame in [1]", place: "page 12")
        note.text = "compare *the log*\n\n"
        note.tags = ["light house", "2024", "a/b"]
        note.created = 1_566_622_560_000
        note.creator = "Ada"
        var answer = ExchangeNote(key: "2", work: work)
        answer.parent = note.key
        answer.creator = "Bo_"
        answer.text = "no\n\n- really"
        var deeper = ExchangeNote(key: "3", work: work)
        deeper.parent = "2"
        deeper.text = "yes"
        var whole = ExchangeNote(key: "whole", work: work)
        whole.text = "all of it"
        whole.isClosed = true
        return ExchangeSheet(work: work, notes: [note, answer, deeper, whole])
    }

    @Test("a file with passages, comments, answers and a note on the whole")
    func file() {
        let files = MarkdownWriter.write([Self.sheet])
        #expect(files.map(\.name) == ["Harbour-Light-qpvurkzm.md"])
        #expect(
            files.first?.text == """
                ---
                title: "Harbour: “Light”"
                author: "I. Moreau"
                url: "https://a.example/"
                tags:
                  - "light-house"
                  - "_2024"
                  - "a/b"
                postil-id: "qpvurkzm"
                ---

                # Harbour: “Light”

                > The tide
                > came in \\[1\\] ^kxwvutsrqpon

                compare *the log*

                — Ada, 2019-08-24, page 12

                #light-house #_2024 #a/b

                - Bo\\_

                  no

                  - really

                  - Answer

                    yes

                ## On the whole

                all of it

                — closed

                ^whole

                """)
    }

    @Test(
        "names of files hold letters, digits and hyphens, whatever the title is",
        arguments: [
            ("../../etc/passwd", "etc-passwd-d"), ("", "d"), ("...", "d"),
            ("a\u{0}b\nc", "a-b-c-d"),
            ("C:\\CON", "C-CON-d"), ("日本語 の本", "日本語-の本-d"), ("दीपस्तंभ", "दीपस्तंभ-d"),
            ("👩‍👩‍👧 family", "family-d"), ("\u{202E}gpj.exe", "gpj-exe-d"), ("-a-", "a-d"),
            (String(repeating: "x", count: 300), String(repeating: "x", count: 60) + "-d"),
            (String(repeating: "漢", count: 300), String(repeating: "漢", count: 50) + "-d"),
        ])
    func names(title: String, name: String) {
        let work = ExchangeWork(title: title, id: "d")
        let files = MarkdownWriter.write([ExchangeSheet(work: work, notes: [])])
        #expect(files.map { Array($0.name.utf8) } == [Array("\(name).md".utf8)])
    }

    @Test("no two files have one name, and ids that are no names become some")
    func distinct() {
        let works = [
            ExchangeWork(title: "A", id: "x"), ExchangeWork(title: "a", id: "X"),
            ExchangeWork(title: "A", id: "x"), ExchangeWork(title: "A", url: "https://a.example/"),
            ExchangeWork(title: "A", id: "../x"), ExchangeWork(title: "A", id: "-"),
        ]
        let names = MarkdownWriter.write(works.map { ExchangeSheet(work: $0, notes: []) }).map(
            \.name)
        #expect(Set(names.map { $0.lowercased() }).count == works.count)
        #expect(names[0] == "A-x.md" && names[1] == "a-X-2.md")
        for name in names {
            #expect(name.utf8.count < 255 && !name.dropLast(3).contains(".") && !name.contains("/"))
        }
    }

    @Test(
        "a passage shows as it is",
        arguments: [
            ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"), ("snake_case", "snake_case"),
            ("![x](y) [[z]]", "!\\[x\\](y) \\[\\[z\\]\\]"), ("<b> a < b", "\\<b> a \\< b"),
            ("# h #tag a#b", "\\# h \\#tag a#b"), ("- a - b", "\\- a - b"),
            ("12. a 3.5", "12\\. a 3.5"),
            ("==a== %%b%% ~~c~~", "\\=\\=a\\=\\= \\%\\%b\\%\\% \\~\\~c\\~\\~"),
            ("100% a=b", "100% a=b"),
            ("$5 &amp; R&D & co", "\\$5 \\&amp; R\\&D & co"), ("a ^id", "a \\^id"),
            ("> q", "\\> q"),
            ("    indented", "indented"), ("\u{1B}[2J", "\\[2J"), ("| a |", "\\| a |"),
        ])
    func escapes(quote: String, line: String) {
        var note = ExchangeNote(key: "k", work: ExchangeWork(id: "d"))
        note.quote = ExchangeQuote(exact: quote)
        let text = MarkdownWriter.write([ExchangeSheet(work: note.work, notes: [note])]).first?.text
        #expect(text == "---\ntitle: \"\"\npostil-id: \"d\"\n---\n\n> \(line) ^k\n")
    }

    @Test(
        "what a comment leaves open does not take in what follows",
        arguments: [
            ("```\ncode", "```\ncode\n```"), ("~~~~ x\n~~~\n", "~~~~ x\n~~~\n~~~~"),
            ("```\na\n```\nb", "```\na\n```\nb"), ("<!-- a", "\\<!-- a"), ("a <b> c", "a <b> c"),
            ("<https://a.example/>", "<https://a.example/>"), ("a %% b", "a \\%\\% b"),
            ("%%a%%", "%%a%%"), ("$$\nx", "\\$\\$\nx"), ("$$\nx\n$$", "$$\nx\n$$"),
            ("\n\na\n\n", "a"), ("a\r\nb", "a\nb"), ("`a` **b**", "`a` **b**"),
        ])
    func comments(comment: String, lines: String) {
        var note = ExchangeNote(key: "k", work: ExchangeWork(id: "d"))
        note.text = comment
        let text = MarkdownWriter.write([ExchangeSheet(work: note.work, notes: [note])]).first?.text
        #expect(
            text == "---\ntitle: \"\"\npostil-id: \"d\"\n---\n\n## On the whole\n\n\(lines)\n\n^k\n"
        )
    }

    @Test("the same notes give the same octets, and no title or tag ends its line")
    func stable() {
        var first = RandomNotes(seed: 8)
        var second = RandomNotes(seed: 8)
        for round in 0..<30 {
            let one = MarkdownWriter.write([first.sheet(round, notes: 15)])
            let two = MarkdownWriter.write([second.sheet(round, notes: 15)])
            #expect(one == two)
            let text = one.first?.text ?? ""
            #expect(text.utf8.starts(with: "---\ntitle: \"".utf8))
            let front = text.split(separator: "\n", omittingEmptySubsequences: false)
            let end = front.dropFirst().firstIndex { $0 == "---" } ?? 0
            for line in front[1..<end] where line != "tags:" {
                #expect(line.hasSuffix("\"") && line.contains(" \""), "\(line)")
            }
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
        }
    }

    @Test("block ids are short, and whole where two begin alike")
    func blocks() {
        let work = ExchangeWork(id: "d")
        let keys = [
            "aaaaaaaaaaaabbbb", "aaaaaaaaaaaacccc", "dddddddddddddddd", "not a name", "e", "e",
        ]
        let notes = keys.map { key in
            var note = ExchangeNote(key: key, work: work)
            note.quote = ExchangeQuote(exact: "q")
            return note
        }
        let text = MarkdownWriter.write([ExchangeSheet(work: work, notes: notes)]).first?.text ?? ""
        let ids = text.split(separator: "\n").compactMap { line in
            line.hasPrefix("> q ^") ? String(line.dropFirst(5)) : nil
        }
        #expect(ids.count == 6 && ids[0] == keys[0] && ids[1] == keys[1])
        #expect(ids[2] == "dddddddddddd" && ids[3].hasPrefix("x"))
        #expect(ids[4] == "e" && ids[5] == "e-2")
    }
}
