/// Lays out notes with their threads in so many columns.
struct ReadingNoteLayout {
    /// The width of a line in columns, the indent included.
    let width: Int
    /// Columns that stay empty on the left.
    let indent: Int
    /// Whether a comment stands below who wrote it, also where it would fit beside.
    let isNarrow: Bool
    let isColoured: Bool
    /// Whether what is right-to-left stands between isolates.
    let isIsolating: Bool

    private static let nameColumnsMax = 32
    private static let depthMax = 6
    private static let narrowBodyIndent = 4

    /// A note and its thread: `─ 1 qpvu  ada, 2 min   comment`, an answer below it with `└`.
    func lines(_ note: ReadingNote, withQuote: Bool = false) -> [String] {
        let marker = "─ \(note.number) \(shown(note.label))"
        let head = "\(marker)  \(byline(note.author, note.when))   "
        let tags = note.tags.map { "#" + $0 }
        var body = TerminalSafe.text(note.comment)
        if withQuote, let quote = note.quote, !quote.isEmpty {
            body = "“\(TerminalSafe.line(quote))”" + (body.isEmpty ? "" : "\n" + body)
        }
        var lines = entry(head, marker: marker, body, trailer(tags, note.flags))
        for reply in note.replies { lines += self.lines(reply) }
        return lines
    }

    private func lines(_ reply: ReadingReply) -> [String] {
        let depth = min(max(reply.depth, 1), ReadingNoteLayout.depthMax)
        let marker = "─ \(TextWidth.spaces(depth * 2))└ \(shown(reply.label))"
        let head = "\(marker)  \(byline(reply.author, reply.when))   "
        return entry(
            head, marker: marker, TerminalSafe.text(reply.comment), trailer([], reply.flags),
            depth: depth)
    }

    private func shown(_ name: String) -> String {
        isolated(TextWidth.truncate(TerminalSafe.line(name), ReadingNoteLayout.nameColumnsMax))
    }

    private func byline(_ author: String, _ when: String) -> String {
        [author, when].filter { !$0.isEmpty }.map(shown).joined(separator: ", ")
    }

    private func trailer(_ tags: [String], _ flags: [String]) -> String {
        let names = flags.map(TerminalSafe.line).joined(separator: ", ")
        let parts =
            tags.map { isolated(TerminalSafe.line($0)) } + (names.isEmpty ? [] : ["(\(names))"])
        return parts.joined(separator: " ")
    }

    /// A body beside its head, or below it where the head leaves too little room.
    private func entry(
        _ head: String, marker: String, _ body: String, _ trailer: String, depth: Int = 0
    ) -> [String] {
        let room = width - indent
        let headColumns = TextWidth.columns(head)
        let isBeside = !isNarrow && headColumns <= room / 2
        let bodyIndent =
            isBeside
            ? headColumns : min(ReadingNoteLayout.narrowBodyIndent + depth * 2, room / 2)
        let texts = bodyLines(body, trailer, width: room - bodyIndent)
        let margin = TextWidth.spaces(indent)
        if isBeside {
            let first = texts.first ?? ""
            let whole =
                first.isEmpty ? painted(String(head.dropLast(3)), marker) : painted(head, marker)
            return ["\(margin)\(whole)\(first)"]
                + texts.dropFirst().map { indented($0, bodyIndent) }
        }
        let heads = TextWidth.wrap(String(head.dropLast(3)), room)
        return heads.map { margin + painted($0, marker) } + texts.map { indented($0, bodyIndent) }
    }

    private func indented(_ text: String, _ indent: Int) -> String {
        text.isEmpty ? "" : TextWidth.spaces(self.indent + indent) + text
    }

    /// The lines of a comment, its tags and flags at the end of the last one if they fit.
    private func bodyLines(_ body: String, _ trailer: String, width: Int) -> [String] {
        let untabbed = ReadingNoteLayout.untabbed(body)
        var lines = body.isEmpty ? [] : TextWidth.wrap(untabbed, width).map(isolated)
        guard !trailer.isEmpty else { return lines }
        if let last = lines.last,
            TextWidth.columns(last) + 2 + TextWidth.columns(trailer) <= width
        {
            lines[lines.count - 1] = "\(last)  \(trailer)"
        } else {
            lines += TextWidth.wrap(trailer, width)
        }
        return lines
    }

    private func isolated(_ text: String) -> String {
        isIsolating ? Isolate.around(text) : text
    }

    private func painted(_ head: String, _ marker: String) -> String {
        guard isColoured else { return head }
        guard head.utf8.starts(with: marker.utf8) else {
            return ReadingInk(isDim: true).paint(head)
        }
        let rest = String(decoding: head.utf8.dropFirst(marker.utf8.count), as: UTF8.self)
        return ReadingInk(isBold: true).paint(marker) + ReadingInk(isDim: true).paint(rest)
    }

    /// A tab has no width of its own, so it is shown as one space.
    private static func untabbed(_ text: String) -> String {
        guard text.utf8.contains(0x09) else { return text }
        return String(decoding: text.utf8.map { $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self)
    }
}
