import Formats
import Testing

@Suite("CSV is read as RFC 4180 says, and leniently where it says nothing")
struct CSVTests {
    private static func rows(_ text: String) -> [CSVReader.Item] { rows(Array(text.utf8)) }

    private static func rows(_ octets: [UInt8]) -> [CSVReader.Item] {
        var reader = CSVReader(octets)
        var items: [CSVReader.Item] = []
        while let item = reader.next() { items.append(item) }
        return items
    }

    private static func row(_ line: Int, _ cells: String...) -> CSVReader.Item {
        .row(CSVRow(line: line, cells: cells))
    }

    @Test(
        "rows and cells",
        arguments: [
            ("", []), ("\u{FEFF}", []), ("\r\n\r\n", []), ("a", [row(1, "a")]),
            ("a,b\r\nc,d\r\n", [row(1, "a", "b"), row(2, "c", "d")]),
            ("a,b\nc,d", [row(1, "a", "b"), row(2, "c", "d")]),
            ("a\rb\r", [row(1, "a"), row(2, "b")]),
            ("\u{FEFF}\"a\",\"b\"\n", [row(1, "a", "b")]),
            ("\"a\"\"b\",\"\"\"\"", [row(1, "a\"b", "\"")]),
            (
                "\"one\r\ntwo\n\nfour\",x\r\ny,z",
                [row(1, "one\r\ntwo\n\nfour", "x"), row(5, "y", "z")]
            ),
            (",\n", [row(1, "", "")]), ("a,\n,b", [row(1, "a", ""), row(2, "", "b")]),
            ("\n\na\n", [row(3, "a")]), (" a , b ", [row(1, " a ", " b ")]),
            ("a\"b,c", [row(1, "a\"b", "c")]), ("\"\",\"\"", [row(1, "", "")]),
        ])
    func rows(text: String, items: [CSVReader.Item]) {
        #expect(Self.rows(text) == items)
    }

    @Test("a row that cannot be read is named with its line, and the next ones are read")
    func bad() {
        let items = Self.rows("a,b\n\"c\" d,e\nf,g\n")
        #expect(items.count == 3)
        #expect(items.last == Self.row(3, "f", "g"))
        guard case .bad(line: 2, let why) = items[1] else { return #expect(Bool(false)) }
        #expect(why.contains("closing quotation mark"))
        #expect(
            Self.rows([0x61, 0xFF, 0x0A, 0x62]) == [
                .bad(line: 1, why: "it is not UTF-8"), Self.row(2, "b"),
            ])
        let wide = String(repeating: ",", count: 5000)
        #expect(
            Self.rows(wide + "\na")
                == [.bad(line: 1, why: "it has more than 4096 cells"), Self.row(2, "a")])
        guard case .bad(line: 2, let open) = Self.rows("a\n\"b\nc\nd").last else {
            return #expect(Bool(false))
        }
        #expect(open.contains("line 2"))
    }

    @Test(
        "cells that a spreadsheet would compute are guarded, and come back",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\tx", "'\tx"),
            ("\rx", "'\rx"), ("\r\nx", "'\r\nx"), ("＝1", "'＝1"), ("'=1", "''=1"), ("''@", "'''@"),
            ("'tis", "'tis"), ("'", "'"), ("", ""), ("a=b", "a=b"), (" =1", " =1"),
        ])
    func guarded(cell: String, written: String) {
        #expect(FormulaGuard.guarded(cell).utf8.elementsEqual(written.utf8))
        #expect(FormulaGuard.bare(written).utf8.elementsEqual(cell.utf8))
    }

    @Test("whatever is written is read as it was")
    func roundTrips() throws {
        var random = RandomNotes(seed: 4)
        for isGuarded in [false, true] {
            var writer = CSVWriter(isGuarded: isGuarded, hasMark: isGuarded)
            let table = (0..<2000).map { _ in
                (0..<(1 + random.below(5))).map { _ in random.text(6) }
            }
            for cells in table { writer.row(cells) }
            var reader = CSVReader(Array(writer.text.utf8))
            for cells in table {
                guard case .row(let row) = reader.next() else { return #expect(Bool(false)) }
                let read = isGuarded ? row.cells.map(FormulaGuard.bare) : row.cells
                try #require(read.map { Array($0.utf8) } == cells.map { Array($0.utf8) })
            }
            #expect(reader.next() == nil)
        }
    }

    @Test("no cell of a guarded file begins as a formula does")
    func noFormula() {
        var random = RandomNotes(seed: 5)
        let sheets = (0..<40).map { random.sheet($0, notes: 20) }
        var reader = CSVReader(Array(CSVNoteWriter.write(sheets).utf8))
        var cells = 0
        while case .row(let row) = reader.next() {
            for cell in row.cells {
                #expect(!"=+-@\t\r\n＝＋－＠".unicodeScalars.contains(cell.unicodeScalars.first ?? "a"))
                cells += 1
            }
        }
        #expect(cells > 10_000)
    }
}
