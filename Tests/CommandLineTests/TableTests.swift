import CommandLine
import Testing

@Suite("Table")
struct TableTests {
    private static func table() -> Table {
        var table = Table([
            .init("id"), .init("n", isRightAligned: true), .init("text", canShrink: true),
            .init("by"),
        ])
        table.append(["qpvu", "7", "漢字 is wide", "ada"])
        table.append(["k", "120", "one\ntwo\t\u{1B}x\\", "lin"])
        table.append(["z", "1"])
        return table
    }

    @Test("columns line up for a terminal")
    func aligned() {
        #expect(
            Self.table().terminalText(withTitles: true) == """
                id      n  text              by
                qpvu    7  漢字 is wide      ada
                k     120  one two \\u{1B}x\\  lin
                z       1

                """)
    }

    @Test("only columns that may shrink are cut to fit")
    func shrunk() {
        let text = Self.table().terminalText(width: 26)
        #expect(text == "qpvu    7  漢字 is w…  ada\nk     120  one two \\…  lin\nz       1\n")
        #expect(Self.table().terminalText(width: 5).contains("漢字 is…  ada"))
    }

    @Test("for a program, cells are whole, escaped, and parted by tabs")
    func tabs() {
        #expect(
            Self.table().tabSeparated(withTitles: true)
                == "id\tn\ttext\tby\nqpvu\t7\t漢字 is wide\tada\n"
                + "k\t120\tone\\ntwo\\t\\u{1B}x\\\\\tlin\nz\t1\t\t\n"
        )
    }
}
