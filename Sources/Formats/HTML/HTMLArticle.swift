/// Writes one work: its text with the highlights in it and the notes beside it, then what has no
/// place in the text.
struct HTMLArticle {
    private let sheet: ExchangeSheet
    private let threads: [NoteThread]
    private let names: [String]
    private let marked: MarkedText?
    /// The number of each thread to which the text refers.
    private var numbers: [Int: Int] = [:]

    /// Takes the sheet, and the names of its notes in the page.
    init(_ sheet: ExchangeSheet, names: ArraySlice<String>) {
        self.sheet = sheet
        let threads = NoteThread.threads(of: sheet.notes)
        self.threads = threads
        self.names = threads.map { names[names.startIndex + $0.index] }
        marked = sheet.text.map { text in
            MarkedText(
                text,
                threads.enumerated().compactMap { number, thread in
                    thread.note.quote?.position.map { (number, $0) }
                })
        }
        for event in marked?.events ?? []
        where event.isBegin && HTMLCard.isNeeded(threads[event.mark]) {
            numbers[event.mark] = numbers.count + 1
        }
    }

    /// Writes the article under its id.
    func append(to page: inout String, id: String) {
        page += "<article id=\"\(id)\">\n<header>\n<h1 dir=\"auto\">"
        MarkupText.append(HTMLWriter.title(sheet.work), to: &page)
        page += "</h1>\n<p class=\"by\">\(by)</p>\n</header>\n"
        appendText(to: &page)
        let placed = marked?.placed ?? []
        let rest = threads.indices.filter { !placed.contains($0) }
        let passages = rest.filter { threads[$0].note.quote != nil }
        let whole = rest.filter { threads[$0].note.quote == nil }
        section(whole, "Notes on the whole", to: &page)
        section(passages, marked == nil ? "Passages" : "Not found in the text", to: &page)
        page += "</article>\n"
    }

    private var by: String {
        var parts = sheet.work.author.map { ["<bdi>\(MarkupText.escaped($0))</bdi>"] } ?? []
        if let url = MarkupText.link(sheet.work.url) {
            let text = MarkupText.escaped(url)
            parts.append("<a href=\"\(text)\" rel=\"noreferrer\"><bdi>\(text)</bdi></a>")
        } else if let url = sheet.work.url {
            parts.append("<bdi>\(MarkupText.escaped(url))</bdi>")
        }
        let count = sheet.notes.count
        parts.append(count == 1 ? "1 note" : "\(count) notes")
        return parts.joined(separator: " · ")
    }

    private func section(_ indices: [Int], _ title: String, to page: inout String) {
        if indices.isEmpty { return }
        page += "<section>\n<h2>\(title)</h2>\n"
        for index in indices {
            HTMLCard(thread: threads[index], id: names[index], number: nil)
                .append(to: &page, withQuote: true)
        }
        page += "</section>\n"
    }

    /// Each line is a block of its own; the notes whose highlights begin in it stand in front, so
    /// that on a wide screen they float to its height, and are shown behind it on a narrow one.
    private func appendText(to page: inout String) {
        guard let marked else { return }
        page += "<div class=\"text\">\n"
        var pen = HTMLPen()
        var next = 0
        var isGap = false
        let text = marked.text
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(where: \.isNewline) ?? text.endIndex
            let following = end == text.endIndex ? end : text.index(after: end)
            let first = next
            while next < marked.events.count,
                following == text.endIndex || marked.events[next].isBefore(following)
            {
                next += 1
            }
            let events = marked.events[first..<next]
            let begun = events.filter { $0.isBegin && numbers[$0.mark] != nil }.map(\.mark)
            if !begun.isEmpty { page += "<div class=\"row\">\n" }
            appendCards(begun, to: &page)
            let isEmpty = start == end
            if !isEmpty { page += "<p class=\"\(isGap ? "line gap" : "line")\" dir=\"auto\">" }
            appendLine(text[start..<end], events, &pen, to: &page)
            if !isEmpty { page += "</p>\n" }
            if !begun.isEmpty { page += "</div>\n" }
            isGap = isEmpty
            start = following
        }
        page += "</div>\n"
    }

    private func appendLine(
        _ line: Substring, _ events: ArraySlice<MarkedText.Event>, _ pen: inout HTMLPen,
        to page: inout String
    ) {
        var place = line.startIndex
        for event in events {
            let bound = max(place, min(event.place, line.endIndex))
            if place < bound { pen.append(line[place..<bound], to: &page, threads) }
            place = bound
            if event.isBegin {
                pen.begin(event.mark)
            } else {
                pen.end(event.mark)
                appendReference(event.mark, to: &page)
            }
        }
        if place < line.endIndex { pen.append(line[place...], to: &page, threads) }
    }

    private func appendReference(_ thread: Int, to page: inout String) {
        guard let number = numbers[thread] else { return }
        let id = names[thread]
        page += "<a class=\"ref\" id=\"r-\(id)\" href=\"#n-\(id)\" "
        page += "aria-label=\"note \(number)\">\(number)</a>"
    }

    private func appendCards(_ indices: [Int], to page: inout String) {
        if indices.isEmpty { return }
        page += "<aside>\n"
        for index in indices {
            HTMLCard(thread: threads[index], id: names[index], number: numbers[index])
                .append(to: &page, withQuote: false)
        }
        page += "</aside>\n"
    }
}
