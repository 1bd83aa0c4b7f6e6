/// Writes pieces of text in the highlights that are open.
struct HTMLPen {
    /// The open highlights in the order in which they began, some of which may have ended.
    private var stack: [Int] = []
    private var open: Set<Int> = []

    mutating func begin(_ highlight: Int) {
        stack.append(highlight)
        open.insert(highlight)
    }

    mutating func end(_ highlight: Int) {
        open.remove(highlight)
        while let last = stack.last, !open.contains(last) { stack.removeLast() }
    }

    /// Writes a piece: in the colour of the highlight that began last, and underlined where there
    /// are several.
    func append(_ piece: Substring, to page: inout String, _ threads: [NoteThread]) {
        guard let top = stack.last else { return MarkupText.append(piece, to: &page) }
        let depth = open.count > 1 ? " d\(min(open.count, 3))" : ""
        page +=
            "<mark class=\"\(MarkupText.escaped(threads[top].note.colour ?? "yellow"))\(depth)\">"
        MarkupText.append(piece, to: &page)
        page += "</mark>"
    }
}
