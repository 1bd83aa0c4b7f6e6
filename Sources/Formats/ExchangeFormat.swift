/// A format that notes come in or go out in, by the name that people type.
public enum ExchangeFormat: String, Hashable, Sendable, CaseIterable {
    /// Postil's own lines of JSON.
    case jsonl
    /// W3C Web Annotation, JSON-LD.
    case w3c
    /// The JSON of Hypothesis: rows of its API, or what its client exports.
    case hypothesis
    /// The CSV of Readwise.
    case readwise
    /// A Kindle's My Clippings.txt.
    case kindle
    /// KOReader's side-car files and its JSON export.
    case koreader
    /// Markdown, a file an article.
    case markdown
    /// Comma-separated values.
    case csv
    /// One self-contained page.
    case html
    /// A feed (RFC 4287).
    case atom
}
