/// One block of an article as cells to break into lines: its text, made safe, and the signs of
/// the highlights in it.
struct ReadingBlock {
    /// Where the passage of a note ends.
    struct Ending {
        /// Index of the note.
        let note: Int
        /// The cell of its number.
        let cell: Int
    }

    private(set) var cells: [LineBreaker.Cell] = []
    /// The notes whose passages end in the block, in their order there.
    private(set) var endings: [Ending] = []
    private var bytes: [UInt8] = []
    private var byteEnds: [Int] = []
    private var inks: [ReadingInk] = []
    private let isColoured: Bool

    /// Lays out a block that starts at an offset in code points, and moves the marks to the
    /// start of the next one.
    init(_ text: String, offset: Int, marks: inout ReadingMarks, isColoured: Bool) {
        self.isColoured = isColoured
        var position = offset
        for cluster in text {
            let next = position + cluster.unicodeScalars.count
            if marks.isQuiet(before: next) {
                append(cluster, marks.ink)
            } else {
                for mark in marks.open(before: next) { open(mark) }
                append(cluster, marks.ink)
                for mark in marks.close(upTo: next) { close(mark) }
            }
            position = next
        }
        // The newline after the block belongs to it: a mark on nothing else ends here.
        for mark in marks.open(before: position + 1) { open(mark) }
        for mark in marks.close(upTo: position + 1) { close(mark) }
    }

    private mutating func open(_ mark: ReadingMarks.Mark) {
        guard !isColoured else { return }
        append(mark.overlaps ? "[[\(mark.number):" : "[[", .opener, .plain)
    }

    private mutating func close(_ mark: ReadingMarks.Mark) {
        endings.append(Ending(note: mark.note, cell: cells.count))
        let label = "[\(mark.number)]"
        append(isColoured ? label : "]]\(label)", .closer, ReadingInk(isBold: isColoured))
    }

    private mutating func append(_ cluster: Character, _ ink: ReadingInk) {
        let ink = isColoured ? ink : .plain
        if let ascii = cluster.asciiValue, (0x20..<0x7F).contains(ascii) {
            add(LineBreaker.Cell(cluster), CollectionOfOne(ascii), ink)
        } else if cluster == "\t" || cluster == "\n" {
            append(" ", .space, ink)
        } else if cluster.unicodeScalars.contains(where: TerminalSafe.isUnsafe) {
            for visible in TerminalSafe.line(String(cluster)) {
                add(LineBreaker.Cell(visible), visible.utf8, ink)
            }
        } else {
            add(LineBreaker.Cell(cluster), cluster.utf8, ink)
        }
    }

    private mutating func append(
        _ sign: String, _ kind: LineBreaker.Cell.Kind, _ ink: ReadingInk
    ) {
        add(LineBreaker.Cell(TextWidth.columns(sign), kind), sign.utf8, ink)
    }

    private mutating func add(
        _ cell: LineBreaker.Cell, _ text: some Sequence<UInt8>, _ ink: ReadingInk
    ) {
        cells.append(cell)
        bytes.append(contentsOf: text)
        byteEnds.append(bytes.count)
        inks.append(ink)
    }

    /// The lines of the block as ranges of its cells.
    func ranges(width: Int) -> [Range<Int>] {
        cells.isEmpty ? [] : LineBreaker.lines(cells, width: width)
    }

    /// One line of the block, plain again at its end.
    func line(_ range: Range<Int>, _ base: ReadingInk) -> String {
        var text = ""
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start + 1
            while end < range.upperBound, inks[end] == inks[start] { end += 1 }
            let from = start == 0 ? 0 : byteEnds[start - 1]
            var ink = inks[start]
            if ink == .plain { ink = base }
            text += ink.paint(String(decoding: bytes[from..<byteEnds[end - 1]], as: UTF8.self))
            start = end
        }
        return text
    }
}
