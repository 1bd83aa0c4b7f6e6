import CivilTime

/// Writes Markdown for Obsidian: a file a work, each passage with a block id by which other pages
/// link to it.
///
/// The same notes give the same octets, and names of files and blocks come from ids: an export
/// again replaces what was there, and links into it hold.
public enum MarkdownWriter: Sendable {
    private static let titleLengthMax = 60
    private static let titleOctetsMax = 150

    /// A file for each work. Names differ also where a file system does not tell upper from lower
    /// case.
    public static func write(_ sheets: [ExchangeSheet]) -> [ExchangeFile] {
        var taken: Set<String> = []
        return sheets.map { sheet in
            let stem = stem(sheet.work)
            var (name, count) = (stem, 1)
            while !taken.insert(name.lowercased()).inserted {
                count += 1
                name = "\(stem)-\(count)"
            }
            return ExchangeFile(name: name + ".md", text: text(sheet))
        }
    }

    /// Letters and digits of the title, then the id.
    private static func stem(_ work: ExchangeWork) -> String {
        var title = ""
        var octets = 0
        for character in MarkdownText.hyphenated(work.title).prefix(titleLengthMax) {
            octets += character.utf8.count
            if octets > titleOctetsMax { break }
            title.append(character)
        }
        while title.utf8.last == UInt8(ascii: "-") { title.removeLast() }
        let id = StableName.whole(
            work.id ?? work.url ?? TextParts.key([work.title, work.author]))
        return title.utf8.isEmpty ? id : title + "-" + id
    }

    private static func text(_ sheet: ExchangeSheet) -> String {
        var text = frontMatter(sheet)
        let title = MarkdownText.oneLine(sheet.work.title)
        if !title.utf8.isEmpty { text += "\n# \(title)\n" }
        let threads = NoteThread.threads(of: sheet.notes)
        let names = StableName.short(threads.map(\.note.key))
        let named = Array(zip(threads, names))
        for (thread, name) in named where thread.note.quote != nil {
            text += passage(thread, name)
        }
        let whole = named.filter { $0.0.note.quote == nil }
        if !whole.isEmpty { text += "\n## On the whole\n" }
        for (thread, name) in whole { text += note(thread) + "\n^\(name)\n" + answers(thread) }
        return text
    }

    private static func frontMatter(_ sheet: ExchangeSheet) -> String {
        var text = "---\ntitle: \(YAMLText.quoted(sheet.work.title))\n"
        if let author = sheet.work.author { text += "author: \(YAMLText.quoted(author))\n" }
        if let url = sheet.work.url { text += "url: \(YAMLText.quoted(url))\n" }
        let tags = TextParts.tags(sheet.notes.flatMap(\.tags).compactMap(MarkdownText.tag))
        if !tags.isEmpty {
            text += "tags:\n" + tags.map { "  - \(YAMLText.quoted($0))\n" }.joined()
        }
        if let id = sheet.work.id { text += "postil-id: \(YAMLText.quoted(id))\n" }
        return text + "---\n"
    }

    private static func passage(_ thread: NoteThread, _ name: String) -> String {
        var lines = MarkdownText.lines(thread.note.quote?.exact ?? "")
        while lines.last?.utf8.isEmpty == true { lines.removeLast() }
        let quoted = lines.drop { $0.utf8.isEmpty }.map { line in
            line.utf8.isEmpty ? ">" : "> " + MarkdownText.escaped(line)
        }
        let block = quoted.isEmpty ? ">" : quoted.joined(separator: "\n")
        return "\n\(block) ^\(name)\n" + note(thread) + answers(thread)
    }

    /// The comment, who wrote it, and the tags.
    private static func note(_ thread: NoteThread) -> String {
        let note = thread.note
        var text = ""
        let comment = MarkdownText.comment(note.text)
        if !comment.isEmpty { text += "\n" + comment.joined(separator: "\n") + "\n" }
        let said = said(note, place: note.quote?.place)
        if !said.utf8.isEmpty { text += "\n— \(said)\n" }
        let tags = note.tags.compactMap(MarkdownText.tag).map { "#" + $0 }
        if !tags.isEmpty { text += "\n" + tags.joined(separator: " ") + "\n" }
        return text
    }

    /// Who wrote it and when, where it stands, and whether it is closed.
    private static func said(_ note: ExchangeNote, place: String?) -> String {
        func line(_ text: String?) -> String? {
            TextParts.unlessEmpty(
                text.map { MarkdownText.oneLine($0) })
        }
        let date = note.created.map { String(UTCTime.text($0).prefix(10)) }
        let parts = [line(note.creator), date, line(place), note.isClosed ? "closed" : nil]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// The answers as a list, an answer to an answer one level deeper.
    private static func answers(_ thread: NoteThread) -> String {
        if thread.answers.isEmpty { return "" }
        return "\n"
            + thread.answers.map { answer in
                // Deeper than this nobody reads, and spaces would fill the lines.
                let indent = String(repeating: "  ", count: min(answer.depth, 8) - 1)
                let said = said(answer.note, place: nil)
                let comment = MarkdownText.comment(answer.note.text).map { line in
                    line.utf8.isEmpty ? "" : "\(indent)  \(line)"
                }
                return ["\(indent)- \(said.utf8.isEmpty ? "Answer" : said)", ""].joined(
                    separator: "\n") + "\n" + comment.joined(separator: "\n") + "\n"
            }.joined(separator: "\n")
    }
}
