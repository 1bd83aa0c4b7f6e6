import Formats

/// Files of other programs: what is read lies where it is said to lie, is read alike twice, and
/// can be written in every format.
enum FormatsTarget {
    static func csv(_ octets: [UInt8]) throws(FuzzFailure) {
        var reader = CSVReader(octets)
        var writer = CSVWriter(isGuarded: true)
        var rows: [CSVRow] = []
        var line = 0
        while let item = reader.next() {
            switch item {
            case .bad(let at, _):
                try require(at > line, "lines go up")
                line = at
            case .row(let row):
                try require(row.line > line && !row.cells.isEmpty, "a row has a line and a cell")
                line = row.line
                rows.append(row)
                writer.row(row.cells)
            }
        }
        var again = CSVReader(Array(writer.text.utf8))
        for row in rows {
            guard case .row(let read) = again.next() else {
                throw FuzzFailure("a row that is written is read")
            }
            let cells = read.cells.map { Array(FormulaGuard.bare($0).utf8) }
            try require(cells == row.cells.map { Array($0.utf8) }, "cells come back as they were")
        }
        try require(again.next() == nil, "no more rows are read than were written")
        try notes(octets) { try ReadwiseReader.read(octets, $0) }
        try notes(octets) { try CSVNoteReader.read(octets, $0) }
    }

    static func kindle(_ octets: [UInt8]) throws(FuzzFailure) {
        try notes(octets) { try KindleReader.read(octets, $0) }
    }

    static func koreader(_ octets: [UInt8]) throws(FuzzFailure) {
        try notes(octets) { try KOReaderReader.read(octets, $0) }
    }

    private static func notes(
        _ octets: [UInt8], _ read: ((ExchangeItem) throws -> Void) throws -> Void
    ) throws(FuzzFailure) {
        let items = items(read)
        try require(items == self.items(read), "the same file gives the same")
        let lines = 1...(octets.count + 1)
        var notes: [ExchangeNote] = []
        for item in items {
            switch item {
            case .note(let note):
                try require(lines.contains(note.line) && !note.key.isEmpty, "a note has its place")
                notes.append(note)
            case .bad(let line, let why):
                try require(lines.contains(line) && !why.isEmpty, "a bad record has its place")
            case .article(let article):
                try require(lines.contains(article.line), "an article has its place")
            case .skipped(let what): try require(!what.isEmpty, "what is left out has a name")
            }
        }
        guard let first = notes.first else { return }
        let sheets = [ExchangeSheet(work: first.work, text: first.text, notes: notes)]
        let page = HTMLWriter.write(sheets, title: first.work.title)
        try require(!page.contains("<script"), "nothing that was read becomes a script")
        let feed = AtomWriter.write(sheets, name: first.work.title, id: first.key, updated: 0)
        for text in [page, feed] {
            let isClean = text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || $0 == "\n" || $0 == "\t"
            }
            try require(isClean, "no control reaches HTML or XML")
        }
        for file in MarkdownWriter.write(sheets) {
            let isPlain = file.name.hasSuffix(".md") && !file.name.contains("/")
            try require(isPlain && file.name.utf8.count < 255, "a file has a plain name")
        }
        try require(ReadwiseWriter.write(sheets).hasSuffix("\r\n"), "the last row is whole")
    }

    private static func items(
        _ read: ((ExchangeItem) throws -> Void) throws -> Void
    ) -> [ExchangeItem] {
        var items: [ExchangeItem] = []
        try? read { items.append($0) }
        return items
    }
}
