import CivilTime

/// Writes one note with its answers.
struct HTMLCard {
    let thread: NoteThread
    /// Its name in the page.
    let id: String
    /// The number by which the text refers to it; nil if no text does.
    let number: Int?

    /// Whether it says more than that something is highlighted.
    static func isNeeded(_ thread: NoteThread) -> Bool {
        let note = thread.note
        return !note.text.utf8.isEmpty || !note.tags.isEmpty || !thread.answers.isEmpty
            || note.isClosed
    }

    /// Writes it; with its passage where the text beside it does not show it.
    func append(to page: inout String, withQuote: Bool) {
        let note = thread.note
        page += "<div class=\"note\" id=\"n-\(id)\">\n"
        if withQuote, let quote = note.quote {
            page += "<blockquote dir=\"auto\">"
            MarkupText.append(quote.exact, to: &page)
            page += "</blockquote>\n"
            if let place = quote.place {
                page += "<p class=\"place\"><bdi>\(MarkupText.escaped(place))</bdi></p>\n"
            }
        }
        said(note, number: number, to: &page)
        for answer in thread.answers {
            // Answers to answers are told by their order: boxes in boxes leave no room for text.
            page += "<div class=\"answer\">\n"
            said(answer.note, number: nil, to: &page)
            page += "</div>\n"
        }
        page += "</div>\n"
    }

    private func said(_ note: ExchangeNote, number: Int?, to page: inout String) {
        var parts: [String] = []
        if let number {
            parts.append("<a href=\"#r-\(id)\" aria-label=\"to the passage\">\(number)</a>")
        }
        if let colour = note.colour, number == nil, note.quote != nil {
            let name = MarkupText.escaped(colour)
            parts.append("<span class=\"swatch \(name)\">\(name)</span>")
        }
        if let creator = note.creator { parts.append("<bdi>\(MarkupText.escaped(creator))</bdi>") }
        if let created = note.created { parts.append(Self.time(created)) }
        if let modified = note.modified, modified != note.created {
            parts.append("edited \(Self.time(modified))")
        }
        if note.isClosed { parts.append("closed") }
        if !parts.isEmpty { page += "<p class=\"who\">\(parts.joined(separator: " · "))</p>\n" }
        if !note.text.utf8.isEmpty {
            page += "<div class=\"said\" dir=\"auto\">"
            MarkupText.append(note.text, to: &page)
            page += "</div>\n"
        }
        if !note.tags.isEmpty {
            let tags = note.tags.map { "<bdi>#\(MarkupText.escaped($0))</bdi>" }
            page += "<p class=\"tags\">\(tags.joined(separator: " "))</p>\n"
        }
    }

    private static func time(_ milliseconds: Int64) -> String {
        let text = UTCTime.text(milliseconds)
        return "<time datetime=\"\(text)\">\(text.prefix(10))</time>"
    }
}
