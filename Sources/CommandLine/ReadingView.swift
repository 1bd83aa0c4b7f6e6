/// An article with its highlights and threads, laid out for reading in a terminal.
///
/// Without colour a passage stands between `[[` and `]]`, followed by the number of its note, and
/// passages that overlap say their number at the start too. With colour it has a background,
/// underlined where several lie. A note stands below the paragraph in which its passage ends, notes
/// on the whole article at the top, those whose passage is lost at the end. Text of other people
/// passes `TerminalSafe`; right-to-left text stays in logical order and is left to the terminal.
public struct ReadingView: Sendable {
    /// The article's title.
    public let title: String
    /// The canonical text: blocks separated by one newline.
    public let article: String
    /// Which blocks are headings, counted from 0.
    public let headings: Set<Int>
    /// The notes in the order of their numbers.
    public let notes: [ReadingNote]
    /// The width of a line in columns.
    public let width: Int
    /// Whether escape sequences for colours may be used.
    public let isColoured: Bool

    static let textIndent = 2
    private static let widthMin = 20

    /// Prepares a view; lines are at least 20 columns wide.
    public init(
        title: String, article: String, headings: [Int] = [], notes: [ReadingNote],
        width: Int = 78, isColoured: Bool = false
    ) {
        self.title = title
        self.article = article
        self.headings = Set(headings)
        self.notes = notes
        self.width = max(ReadingView.widthMin, width)
        self.isColoured = isColoured
    }

    /// The whole view, each line ended by a newline.
    /// - Complexity: linear in the text and the notes, and the sorting of their passages.
    public func text() -> String {
        let count = article.unicodeScalars.count
        var page = Page()
        var marks = ReadingMarks(notes, count: count)
        var offset = 0
        let blocks = article.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        // Most texts begin with their title: there it is the heading, and is not said twice.
        let beginsWithTitle = blocks.first?.elementsEqual(title.unicodeScalars) == true
        if !beginsWithTitle {
            page.add(heading(title))
            for note in notes where note.place == .page { page.add(lines(note)) }
        }
        for (index, block) in blocks.enumerated() {
            let laid = ReadingBlock(
                String(block), offset: offset, marks: &marks, isColoured: isColoured)
            if !laid.cells.isEmpty, index > 0 || !beginsWithTitle { page.gap() }
            let isTitle = index == 0 && beginsWithTitle
            page.add(lines(laid, isHeading: isTitle || headings.contains(index)))
            if isTitle {
                for note in notes where note.place == .page { page.add(lines(note)) }
            }
            for note in laid.endingNotes { page.add(lines(notes[note])) }
            offset += block.count + 1
        }
        let lost = notes.filter {
            $0.place != .page && !ReadingMarks.fits($0.place, count: count)
        }
        if !lost.isEmpty {
            page.gap()
            let isHere = !article.isEmpty
            page.add(heading(isHere ? "Not found in this text" : "Quoted; the text is not here"))
            for note in lost { page.add(lines(note, withQuote: true)) }
        }
        return page.text
    }

    private struct Page {
        private(set) var text = ""

        mutating func add(_ lines: [String]) {
            for line in lines { text += line + "\n" }
        }

        mutating func gap() { text += "\n" }
    }

    private func heading(_ text: String) -> [String] {
        let ink = ReadingInk(isBold: isColoured)
        return TextWidth.wrap(TerminalSafe.line(text), width).map(ink.paint)
    }

    private func lines(_ block: ReadingBlock, isHeading: Bool) -> [String] {
        guard !block.cells.isEmpty else { return [] }
        if isHeading {
            return block.lines(width: width, base: ReadingInk(isBold: isColoured))
        }
        let indent = TextWidth.spaces(ReadingView.textIndent)
        return block.lines(width: width - ReadingView.textIndent, base: .plain)
            .map { indent + $0 }
    }
}
