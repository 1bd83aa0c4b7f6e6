/// One annotation with its thread, as the reading view shows it.
public struct ReadingNote: Sendable, Equatable {
    /// Where in the article it belongs.
    public enum Place: Sendable, Equatable {
        /// On a passage: a half-open range of code points of the canonical text.
        case passage(start: Int, end: Int)
        /// On the article as a whole.
        case page
        /// Nowhere in this version of the text.
        case lost
    }

    /// The number that ties passage and note together on this page.
    public let number: Int
    /// The shortest id, to type.
    public let label: String
    /// Where in the article it belongs.
    public let place: Place
    /// The words it was made on; shown when the place is lost.
    public let quote: String?
    /// Who wrote it.
    public let author: String
    /// When, in words.
    public let when: String
    /// What it says; empty for a mere highlight.
    public let comment: String
    /// Its tags in the order to show them.
    public let tags: [String]
    /// The colour of its highlight.
    public let colour: ReadingColour
    /// What else to say of it, such as `closed`, `unsynced`, `moved`.
    public let flags: [String]
    /// Its thread, flattened in reading order.
    public let replies: [ReadingReply]

    /// Makes a note.
    public init(
        number: Int, label: String, place: Place, quote: String? = nil, author: String,
        when: String, comment: String = "", tags: [String] = [],
        colour: ReadingColour = .yellow, flags: [String] = [], replies: [ReadingReply] = []
    ) {
        self.number = number
        self.label = label
        self.place = place
        self.quote = quote
        self.author = author
        self.when = when
        self.comment = comment
        self.tags = tags
        self.colour = colour
        self.flags = flags
        self.replies = replies
    }
}
