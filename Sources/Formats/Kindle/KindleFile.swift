/// Takes a file of clippings apart: records that end with a line of ten equals signs.
struct KindleFile {
    let octets: [UInt8]
    private(set) var records: [KindleRecord] = []
    /// The works in the order in which they come up.
    private(set) var works: [ExchangeWork] = []
    /// Records that are not understood: the line on which each begins, and why.
    private(set) var bad: [(line: Int, why: String)] = []
    private(set) var bookmarks = 0
    /// How many records say what they are, those without text included.
    private(set) var understood = 0
    private var booksByLine: [ArraySlice<UInt8>: Int] = [:]
    private var booksByKey: [[UInt8]: Int] = [:]

    init(_ octets: [UInt8]) { self.octets = octets }

    /// The text of a record, line ends made LF.
    func text(_ record: KindleRecord) -> String {
        let text = octets[record.text]
        guard text.contains(0x0D) else { return String(decoding: text, as: UTF8.self) }
        return String(decoding: text.filter { $0 != 0x0D }, as: UTF8.self)
    }

    /// The lines of a record, as far as they have come.
    private struct Draft {
        let line: Int
        let title: Range<Int>
        var label: Range<Int>?
        /// From the first line of text that is not empty to the last line.
        var text: Range<Int>?
    }

    /// Reads all records.
    mutating func split() {
        var draft: Draft?
        var (number, start) = (1, 0)
        var hasSeparator = false
        while start < octets.count {
            var end = start
            while end < octets.count, octets[end] != 0x0A { end += 1 }
            let line = trimmed(start..<end)
            if isSeparator(line) {
                hasSeparator = true
                if let draft { take(draft) }
                draft = nil
            } else if draft == nil {
                if !line.isEmpty { draft = Draft(line: number, title: line) }
            } else if draft?.label == nil {
                draft?.label = line
            } else if let text = draft?.text {
                draft?.text = text.lowerBound..<line.upperBound
            } else if self.end(of: line) > line.lowerBound {
                draft?.text = line
            }
            number += 1
            start = end + 1
        }
        // The last record may lack its last line: it was cut off, or copied without it.
        if hasSeparator, let draft { take(draft) }
    }

    /// Folds repeats, unless they are kept, and joins notes, book by book.
    /// - Returns: how many highlights were folded.
    mutating func join(keepsRepeats: Bool) -> Int {
        var highlights = Array(repeating: [Int](), count: works.count)
        var notes = highlights
        for (index, record) in records.enumerated() {
            if record.label.kind == .highlight {
                highlights[record.book].append(index)
            } else {
                notes[record.book].append(index)
            }
        }
        var count = 0
        let book = KindleBook(octets: octets)
        for index in works.indices {
            if !keepsRepeats { count += book.fold(highlights[index], in: &records) }
            book.join(notes[index], to: highlights[index], in: &records)
        }
        return count
    }

    /// A line without its end, and without the byte order marks that stand before many titles.
    private func trimmed(_ line: Range<Int>) -> Range<Int> {
        var (start, end) = (line.lowerBound, line.upperBound)
        if end > start, octets[end - 1] == 0x0D { end -= 1 }
        while octets[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
        return start..<end
    }

    private func isSeparator(_ line: Range<Int>) -> Bool {
        let line = octets[line.lowerBound..<end(of: line)]
        return line.count == 10 && line.allSatisfy { $0 == UInt8(ascii: "=") }
    }

    /// One behind the last octet that is no white space.
    private func end(of range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, octets[end - 1] <= 0x20 { end -= 1 }
        return end
    }

    private mutating func take(_ draft: Draft) {
        let line = draft.line
        guard let label = draft.label, let said = String(validating: octets[label], as: UTF8.self)
        else { return bad.append((line, "it has no second line that says what it is")) }
        let (words, date) = Self.parts(said)
        guard let label = KindleLabel(words) else {
            return bad.append((line, "its second line names no highlight, note or bookmark"))
        }
        understood += 1
        if label.kind == .bookmark { return bookmarks += 1 }
        let text = draft.text.map { $0.lowerBound..<self.end(of: $0) } ?? 0..<0
        guard String(validating: octets[text], as: UTF8.self) != nil,
            let book = book(octets[draft.title])
        else { return bad.append((line, "it is not UTF-8")) }
        guard !text.isEmpty else { return bad.append((line, "it has no text")) }
        let end = self.end(of: text.lowerBound..<(limit(in: text) ?? text.upperBound))
        guard end > text.lowerBound else {
            return bad.append((line, "the publisher's clipping limit stands for its text"))
        }
        records.append(
            KindleRecord(
                line: line, book: book, label: label, date: date, text: text.lowerBound..<end))
    }

    /// The label and the date, which stands behind the last vertical bar.
    private static func parts(_ line: String) -> (label: String, date: Int64?) {
        guard let bar = line.utf8.lastIndex(of: UInt8(ascii: "|")),
            let date = KindleDate.milliseconds(String(line[line.utf8.index(after: bar)...]))
        else { return (line, nil) }
        return (String(line[..<bar]), date)
    }

    private mutating func book(_ title: ArraySlice<UInt8>) -> Int? {
        if let book = booksByLine[title] { return book }
        guard let line = String(validating: title, as: UTF8.self) else { return nil }
        let work = KindleTitle.work(line)
        let key = Array(TextParts.key([work.title, work.author]).utf8)
        let book = booksByKey[key] ?? works.count
        if book == works.count { works.append(work) }
        booksByKey[key] = book
        booksByLine[title] = book
        return book
    }

    /// Where the sentence in angle brackets begins that stands for text past the limit.
    private func limit(in text: Range<Int>) -> Int? {
        guard octets[text].last == UInt8(ascii: ">"),
            let open = octets[text].suffix(512).lastIndex(of: UInt8(ascii: "<"))
        else { return nil }
        let sentence = String(decoding: octets[open..<text.upperBound], as: UTF8.self)
        let found = OctetSearch.first(of: KindleWords.limit, in: Array(sentence.lowercased().utf8))
        return found == nil ? nil : open
    }
}
