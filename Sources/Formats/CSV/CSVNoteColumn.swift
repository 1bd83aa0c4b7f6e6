/// The columns of Postil's own CSV, in its order: what people read first.
enum CSVNoteColumn: String, CaseIterable {
    case id, doc, title, author, url, quote, note, tags, color, status, by, created, modified
    case parent, set, place, prefix, suffix, start, end
}
