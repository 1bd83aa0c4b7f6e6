/// An article with its highlights and threads, laid out for reading in a terminal.
///
/// Without colour a passage stands between `[[` and `]]`, followed by the number of its note, and
/// passages that overlap say their number at the start too. With colour it has a background,
/// underlined where several lie. A note stands below the paragraph in which its passage ends, or in
/// a margin beside the line with its number; notes on the whole article stand at the top, those
/// whose passage is lost at the end. Text of other people passes `TerminalSafe`; right-to-left text
/// stays in logical order and is left to the terminal.
public struct ReadingView: Sendable {
    /// The article's title.
    public let title: String
    /// The canonical text: blocks separated by one newline.
    public let article: String
    /// Which blocks are headings, counted from 0.
    public let headings: Set<Int>
    /// Which blocks go on with the one before them and are shown as one paragraph with it.
    public let continuations: Set<Int>
    /// Which blocks stand right below the one before them, without an empty line.
    public let neighbours: Set<Int>
    /// How many columns deeper blocks stand than the others, such as lines of code.
    public let indents: [Int: Int]
    /// The notes in the order of their numbers.
    public let notes: [ReadingNote]
    /// The width of a line in columns.
    public let width: Int
    /// Whether escape sequences for colours may be used.
    public let isColoured: Bool

    /// How many columns notes have in a margin on the right of the text; nil sets them below their
    /// paragraphs.
    public let margin: Int?
    /// Whether right-to-left text stands between isolates, as a terminal wants it.
    public let isIsolating: Bool

    private static let textIndent = 2
    private static let widthMin = 20
    /// Columns between text and margin.
    public static let gutter = 3
    /// The fewest columns that a margin is worth having in.
    public static let marginMin = 30

    /// Prepares a view; lines are at least 20 columns wide, a margin at least 30.
    public init(
        title: String, article: String, headings: [Int] = [], continuations: [Int] = [],
        neighbours: [Int] = [], indents: [Int: Int] = [:], notes: [ReadingNote], width: Int = 78,
        margin: Int? = nil, isColoured: Bool = false, isIsolating: Bool = false
    ) {
        self.title = title
        self.article = article
        self.headings = Set(headings)
        self.continuations = Set(continuations)
        self.neighbours = Set(neighbours)
        self.indents = indents
        self.notes = notes
        self.width = max(ReadingView.widthMin, width)
        self.margin = margin.map { max(ReadingView.marginMin, $0) }
        self.isColoured = isColoured
        self.isIsolating = isIsolating
    }

    /// The whole view, each line ended by a newline.
    /// - Complexity: linear in the text and the notes, and the sorting of their passages.
    public func text() -> String {
        let count = article.unicodeScalars.count
        var page = ReadingPage(column: margin.map { _ in width + ReadingView.gutter })
        var marks = ReadingMarks(notes, count: count)
        var offset = 0
        let blocks = article.unicodeScalars.split(
            separator: "\n", omittingEmptySubsequences: false)
        // Most texts begin with their title: there it is the heading, and is not said twice. A
        // title that is the first line of a paragraph is no heading of what goes on with it.
        let beginsWithTitle =
            blocks.first?.elementsEqual(title.unicodeScalars) == true
            && !continuations.contains(1)
        if !beginsWithTitle {
            page.add(heading(title))
            addPageNotes(to: &page)
        }
        var index = 0
        // What stands below a line of verse parts it from the next one.
        var hasNotes = beginsWithTitle
        while index < blocks.count {
            let isTitle = index == 0 && beginsWithTitle
            var end = index + 1
            while end < blocks.count, continuations.contains(end), !isTitle { end += 1 }
            let paragraph = article.unicodeScalars[
                blocks[index].startIndex..<blocks[end - 1].endIndex]
            let laid = ReadingBlock(
                String(paragraph), offset: offset, marks: &marks, isColoured: isColoured)
            if !laid.cells.isEmpty, !isTitle, !neighbours.contains(index) || hasNotes {
                page.gap()
            }
            let isHeading = isTitle || headings.contains(index)
            add(laid, isHeading: isHeading, indent: indents[index] ?? 0, to: &page)
            if isTitle { addPageNotes(to: &page) }
            hasNotes = isTitle || margin == nil && !laid.endings.isEmpty
            offset += blocks[index..<end].reduce(0) { $0 + $1.count + 1 }
            index = end
        }
        addLostNotes(to: &page, count: count)
        return page.text
    }

    private func addPageNotes(to page: inout ReadingPage) {
        for note in notes where note.place == .page { page.add(layoutBelow.lines(note)) }
    }

    private func addLostNotes(to page: inout ReadingPage, count: Int) {
        let lost = notes.filter {
            $0.place != .page && !ReadingMarks.fits($0.place, count: count)
        }
        guard !lost.isEmpty else { return }
        page.clear()
        page.gap()
        let isHere = !article.isEmpty
        page.add(heading(isHere ? "Not found in this text" : "Quoted; the text is not here"))
        for note in lost { page.add(layoutBelow.lines(note, withQuote: true)) }
    }

    private func add(
        _ block: ReadingBlock, isHeading: Bool, indent deeper: Int, to page: inout ReadingPage
    ) {
        // Where there is little room, the words come first.
        let indent = isHeading ? 0 : ReadingView.textIndent + min(max(0, deeper), width / 4)
        let base = isHeading ? ReadingInk(isBold: isColoured) : .plain
        let ranges = block.ranges(width: width - indent)
        let top = page.height
        page.add(
            text: ranges.map { range in
                let line = block.line(range, base)
                return TextWidth.spaces(indent) + (isIsolating ? Isolate.around(line) : line)
            })
        guard let margin else {
            for note in block.endings.map({ notes[$0.note] }).sorted(by: { $0.number < $1.number })
            {
                page.add(layoutBelow.lines(note))
            }
            return
        }
        for ending in block.endings {
            let line = ranges.firstIndex { ending.cell < $0.upperBound } ?? 0
            let lines = layout(margin, indent: 0).lines(notes[ending.note])
            page.add(lines, besideLine: top + line)
        }
    }

    private var layoutBelow: ReadingNoteLayout { layout(width, indent: ReadingView.textIndent) }

    private func layout(_ width: Int, indent: Int) -> ReadingNoteLayout {
        ReadingNoteLayout(
            width: width, indent: indent, isNarrow: indent == 0, isColoured: isColoured,
            isIsolating: isIsolating)
    }

    private func heading(_ text: String) -> [String] {
        let ink = ReadingInk(isBold: isColoured)
        return TextWidth.wrap(TerminalSafe.line(text), width).map(ink.paint)
    }
}
