/// What a reader finds in a file, one after the other.
public enum ExchangeItem: Equatable, Sendable {
    /// A note.
    case note(ExchangeNote)
    /// A version of an article; those of one article come oldest first, and before its notes.
    case article(ExchangeArticle)
    /// A record that is not understood: its line (as `ExchangeNote.line`), and a sentence that
    /// begins in lower case and says why.
    case bad(line: Int, why: String)
    /// A record that is understood and stands for no note, such as a bookmark; what it is, in the
    /// plural, for a count.
    case skipped(String)
}
