/// A version of an article with its source, as a file brings it.
public struct ExchangeArticle: Equatable, Sendable {
    /// How its source is written.
    public enum Markup: String, Equatable, Sendable {
        /// Plain text.
        case plain
        /// Markdown.
        case markdown
    }

    /// The article.
    public var work: ExchangeWork
    /// How its source is written.
    public var markup: Markup
    /// The octets that its text is made of.
    public var source: [UInt8]
    /// The line in the file on which its record begins, from 1.
    public var line: Int

    /// Takes the parts.
    public init(work: ExchangeWork, markup: Markup, source: [UInt8], line: Int) {
        self.work = work
        self.markup = markup
        self.source = source
        self.line = line
    }
}
