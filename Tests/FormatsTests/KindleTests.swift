import CivilTime
import Formats
import JSON
import Testing

@Suite("Kindle clippings")
struct KindleTests {
    private static func read(_ text: String) throws -> Items {
        try Items { try KindleReader.read(Array(text.utf8), $0) }
    }

    /// Records of one book, each a label and a text.
    private static func book(_ records: [(label: String, text: String)]) throws -> Items {
        try read(records.map { "B (A)\n- \($0.label)\n\n\($0.text)\n==========\n" }.joined())
    }

    @Test("a file in many languages is read")
    func fixture() throws {
        let items = try Items {
            try KindleReader.read(FormatFixture.octets("clippings.txt"), $0)
        }
        #expect(items.bad.map(\.line) == [44, 114, 119])
        #expect(items.bad.first?.why.contains("clipping limit") == true)
        #expect(
            items.skipped == [
                "bookmarks", "shorter repeats of another highlight", "earlier versions of a note",
            ])
        let found = items.notes.map { note in
            [
                note.work.title, note.work.author ?? "-", note.quote?.place ?? "-",
                note.created.map { UTCTime.text($0) } ?? "-", note.text,
            ].joined(separator: " / ")
        }
        #expect(
            found == [
                "Harbour Light / Moreau, Ines / page 12, location 145-147 / 2022-12-18T15:19:56Z"
                    + " / compare the log",
                "Harbour Light / Moreau, Ines / page 15, location 170-172 / 2022-12-19T00:02:00Z"
                    + " / why did it wait?",
                "Harbour Light / Moreau, Ines / - / 2022-12-19T00:05:00Z"
                    + " / a note far from any highlight",
                "Stones (Geology) / Falk, O. (ed.) / page 7, location 96-98"
                    + " / 2020-05-08T17:23:15Z / ",
                "Piedra / - / page xii-xiii, location 12-14 / 2023-10-12T03:16:45Z / ",
                "Le Phare / Moreau, Ines / location 144-146 / 2015-12-26T11:21:23Z / ",
                "Il Faro / Ines Moreau / location 453-454 / 2021-03-08T22:52:57Z / ",
                "O Farol / Moreau, Ines / location 2025-2026 / 2015-12-26T11:39:48Z / ",
                "灯台 / モロー / page 27, location 409-412 / 2016-02-26T11:49:27Z / 先生のこと",
                "灯塔 / 莫罗 / page 3, location 77-78 / 2016-02-26T22:56:04Z / ",
                "De vuurtoren / - / location 55-88 / 2020-08-13T20:01:02Z / ",
                "Маяк / Моро / page 8, location 243-245 / 2016-02-26T11:00:57Z / ",
                "Deniz Feneri / Moreau / page 5, location 60-61 / 2021-03-03T09:08:07Z / ",
                "दीपस्तंभ / मोरो / page 9, location 70-72 / 2021-03-03T21:08:07Z / ",
                "Old / Device / location 1024-1025 / 2017-04-29T23:46:29Z / ",
            ])
        let second = try #require(items.notes.dropFirst().first)
        #expect(
            second.quote?.exact.utf8.elementsEqual(
                "She said no,\nand the boat waited.\n\nThen it left.".utf8) == true)
        #expect(second.modified == second.created.map { $0 + 120_000 })
        #expect(second.line == 21 && second.origin == "kindle")
        #expect(second.rest?["location"]?.string == "170-172")
        #expect(Set(items.notes.map(\.key)).count == items.notes.count)
    }

    @Test(
        "dates in the device's words",
        arguments: [
            ("Added on Tuesday, November 19, 2013 1:23:50 PM", "2013-11-19T13:23:50Z"),
            ("Added on Monday, July 20, 2020 12:58:07 AM", "2020-07-20T00:58:07Z"),
            ("Added on Monday, November 14, 2011, 10:24 AM", "2011-11-14T10:24:00Z"),
            ("Added on Monday, 6 July 2026 23:03:00", "2026-07-06T23:03:00Z"),
            ("Added on Tuesday, 7 July, 2026 12:32:25 AM", "2026-07-07T00:32:25Z"),
            ("Added on Tuesday, September 1, 2026 9:04:11\u{202F}PM", "2026-09-01T21:04:11Z"),
            ("Hinzugefügt am Sonntag, 27. Dezember 2015 08:18:36", "2015-12-27T08:18:36Z"),
            ("Añadido el lunes, 3 de mayo de 2021 9:08:07 p. m.", "2021-05-03T21:08:07Z"),
            ("Ajouté le samedi 16 juin 2012 à 22:40:52", "2012-06-16T22:40:52Z"),
            (
                "Adicionado na data segunda-feira, 17 de junho de 2013, 20:39:30",
                "2013-06-17T20:39:30Z"
            ),
            ("作成日: 2025年4月1日 12:00:00", "2025-04-01T12:00:00Z"),
            ("添加于 2019年8月31日星期六 上午12:55:01", "2019-08-31T00:55:01Z"),
            ("Added on 2019-10-12 0:37:31", "2019-10-12T00:37:31Z"),
            ("Hinzugefügt am 12.10.2019 0:37:31", "2019-10-12T00:37:31Z"),
            ("Added on Sunday, June 31, 2026 11:00:00 AM", nil),
            ("Added on 1/2/2020 10:00:00", nil),
            ("Added on June 3, 2026 25:00:00", nil), ("", nil), ("Added on", nil),
            ("Added on 99999999999999999999 June 99999999999999999999", nil),
        ])
    func dates(stamp: String, time: String?) throws {
        let items = try Self.book([("Your Highlight on page 3 | \(stamp)", "x")])
        #expect(items.notes.first?.created.map { UTCTime.text($0) } == time)
        #expect(items.notes.first?.quote?.place == "page 3")
    }

    @Test(
        "the first line names title and author",
        arguments: [
            ("T (A)", "T", "A"), ("T (S) (A)", "T (S)", "A"), ("T (A (ed.))", "T", "A (ed.)"),
            ("T - A", "T", "A"), ("T - [1] - A", "T - [1]", "A"), ("T", "T", nil),
            ("T (S)  ", "T (S)", nil), ("(A)", "(A)", nil), ("T ()", "T", nil), ("T)", "T)", nil),
            ("T-A", "T-A", nil), (" - ", "-", nil),
        ])
    func titles(line: String, title: String, author: String?) throws {
        let items = try Self.read("\(line)\n- Your Highlight on page 3\n\nx\n==========\n")
        #expect(items.notes.first?.work == ExchangeWork(title: title, author: author))
    }

    @Test("a highlight drawn anew is handed over once, another one beside it stays")
    func folds() throws {
        let items = try Self.book([
            ("Your Highlight on Location 10-12 | Added on June 1, 2020 1:00:00 AM", "b c"),
            ("Your Highlight on Location 10-13 | Added on June 1, 2020 2:00:00 AM", "a b c d"),
            ("Your Highlight on Location 10-13 | Added on June 1, 2020 3:00:00 AM", "a b c d"),
            ("Your Highlight on Location 13-14 | Added on June 1, 2020 4:00:00 AM", "d e"),
            ("Your Highlight on Location 90-91 | Added on June 1, 2020 5:00:00 AM", "b c"),
        ])
        #expect(items.notes.map { $0.quote?.exact } == ["a b c d", "d e", "b c"])
        #expect(items.notes.first?.line == 11)
        #expect(items.skipped.count == 2)
        let fixture = try FormatFixture.octets("clippings.txt")
        let kept = try Items { try KindleReader.read(fixture, keepsRepeats: true, $0) }
        let folded = try Items { try KindleReader.read(fixture, $0) }
        #expect(kept.notes.count == folded.notes.count + 1)
    }

    @Test(
        "a note goes to the highlight that ends there or holds the place; on a page to the only one"
    )
    func joins() throws {
        let items = try Self.book([
            ("Your Highlight on Location 10-20", "long"),
            ("Your Highlight on Location 15-18", "in it"),
            ("Your Note on Location 18", "one"), ("Your Note on Location 12", "two"),
            ("Your Note on Location 30", "none"), ("Your Highlight on page 3", "p"),
            ("Your Note on page 3", "three"), ("Your Highlight on page 4", "q"),
            ("Your Highlight on page 4", "r"), ("Your Note on page 4", "which"),
        ])
        let pairs = items.notes.map { "\($0.quote?.exact ?? "-")=\($0.text)" }
        #expect(pairs == ["long=two", "in it=one", "-=none", "p=three", "q=", "r=", "-=which"])
    }

    @Test("two notes at one place are both kept; an edited one is kept as it was last")
    func notes() throws {
        let items = try Self.book([
            ("Your Highlight on Location 10-20", "h"), ("Your Note on Location 20", "first"),
            ("Your Note on Location 20", "first, longer"), ("Your Note on Location 20", "other"),
        ])
        #expect(items.notes.map(\.text) == ["first, longer\n\nother"])
        #expect(items.skipped == ["earlier versions of a note"])
    }

    @Test("the same file gives the same keys, and a longer one the same for its old part")
    func keys() throws {
        let octets = try FormatFixture.octets("clippings.txt")
        let first = try Items { try KindleReader.read(octets, $0) }
        let more = Array("New (B)\n- Your Highlight on page 1\n\nnew\n==========\n".utf8)
        let second = try Items { try KindleReader.read(octets + [0x0A] + more, $0) }
        #expect(Set(first.notes.map(\.key)).isSubset(of: Set(second.notes.map(\.key))))
    }

    @Test("text before the publisher's limit is kept; what is no clippings file is refused")
    func limits() throws {
        let items = try Self.book([
            ("Your Highlight on page 1", "kept <You have reached the clipping limit set by X>"),
            ("Your Highlight on page 2", "<このアイテムのクリップの上限に達しました>"),
            ("Your Highlight on page 3", "a <b>"),
        ])
        #expect(items.notes.map { $0.quote?.exact } == ["kept", "a <b>"])
        #expect(items.bad.map(\.line) == [6])
        for text in ["", "a,b\n", "# Title\n==========\ntext\n", "==========\n"] {
            #expect(throws: FormatError.self) { try Self.read(text) }
        }
    }

    @Test("many highlights over one place, and one that repeats itself, take no age")
    func hostile() throws {
        let many = (0..<3000).map { index in
            (label: "Your Highlight on Location 1-999999", text: "«\(index)»")
        }
        #expect(try Self.book(many).notes.count == 3000)
        let long = String(repeating: "ab", count: 20_000)
        let items = try Self.book([
            ("Your Highlight on Location 1-9", long + "c" + long),
            ("Your Highlight on Location 1-9", long + "d"),
        ])
        #expect(items.notes.count == 2)
    }
}
