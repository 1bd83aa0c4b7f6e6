/// The lines of a page, with a column of notes on its right that runs beside the text.
struct ReadingPage {
    /// Where the column on the right begins, in columns; nil if there is none.
    let column: Int?
    private var lines: [String] = []
    private var beside: [String] = []

    init(column: Int?) {
        self.column = column
    }

    /// How many lines of text there are.
    var height: Int { lines.count }

    /// Adds lines over the whole width, below all that is there.
    mutating func add(_ more: [String]) {
        clear()
        lines += more
    }

    /// Adds lines of text, which what stands beside them may outlast.
    mutating func add(text more: [String]) {
        lines += more
    }

    /// Adds an empty line to the text.
    mutating func gap() { lines.append("") }

    /// Sets lines beside the text, the first at a line of it or, where others stand, below these.
    mutating func add(_ more: [String], besideLine line: Int) {
        while beside.count < line { beside.append("") }
        beside += more
    }

    /// Ends the column: what follows begins below it.
    mutating func clear() {
        while lines.count < beside.count { lines.append("") }
    }

    /// The whole page, each line ended by a newline.
    var text: String {
        var text = ""
        for index in 0..<max(lines.count, beside.count) {
            let left = index < lines.count ? lines[index] : ""
            let right = index < beside.count ? beside[index] : ""
            text += left
            if !right.isEmpty {
                text += TextWidth.spaces((column ?? 0) - ReadingPage.columns(left)) + right
            }
            text += "\n"
        }
        return text
    }

    /// How many columns a line takes, the sequences of `ReadingInk` left out.
    private static func columns(_ line: String) -> Int {
        guard line.utf8.contains(0x1B) else { return TextWidth.columns(line) }
        var shown = String.UnicodeScalarView()
        var isInSequence = false
        for scalar in line.unicodeScalars {
            if scalar == "\u{1B}" {
                isInSequence = true
            } else if isInSequence {
                isInSequence = scalar != "m"
            } else {
                shown.append(scalar)
            }
        }
        return TextWidth.columns(String(shown))
    }
}
