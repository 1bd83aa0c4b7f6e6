/// The article or the book that notes are on.
public struct ExchangeWork: Hashable, Sendable {
    /// What it is called; empty if nobody says.
    public var title: String
    /// Who wrote it; nil if nobody says.
    public var author: String?
    /// Where it is, as the format has it; nil for a book.
    public var url: String?
    /// Postil's own id of it; nil in what comes from elsewhere.
    public var id: String?

    /// Takes the parts.
    public init(
        title: String = "", author: String? = nil, url: String? = nil, id: String? = nil
    ) {
        self.title = title
        self.author = author
        self.url = url
        self.id = id
    }
}
