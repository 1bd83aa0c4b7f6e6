public import JSON

/// An annotation in the terms that all formats share: what a reader makes of a record, and what a
/// writer makes a record of.
public struct ExchangeNote: Equatable, Sendable {
    /// What makes it the same note the next time: the id that its program gave it or, without one,
    /// text derived from what does not change about it.
    public var key: String
    /// The key of the note that it answers; nil for one that answers none.
    public var parent: String?
    /// The article or the book that it is on.
    public var work: ExchangeWork
    /// The passage; nil for a note on the whole work.
    public var quote: ExchangeQuote?
    /// The comment, Markdown; empty for a mere highlight.
    public var text = ""
    /// The tags, without number signs, each once.
    public var tags: [String] = []
    /// yellow, orange, pink, green, blue or purple; nil if none was said or it is none of these.
    public var colour: String?
    /// Whether its thread was closed.
    public var isClosed = false
    /// Who wrote it, as the format calls people; nil if nobody is named.
    public var creator: String?
    /// When it was made, milliseconds since 1970.
    public var created: Int64?
    /// When it was changed last, milliseconds since 1970.
    public var modified: Int64?
    /// Whether a date was said that was not understood; it is in `rest`.
    public var hasUnreadDate = false
    /// The set, group or shelf that it lies in.
    public var set: String?
    /// What the record says beyond the members above, for a writer of the same format to write
    /// back; nil if that is nothing.
    public var rest: JSONValue?
    /// The format that `rest` is in, as `ExchangeFormat` calls it; nil for Postil's own notes.
    public var origin: String?
    /// The line in the file on which its record begins, from 1; for JSON on one line, the number of
    /// the record, from 1.
    public var line = 1

    /// A note of which only this is known.
    public init(key: String, work: ExchangeWork) {
        self.key = key
        self.work = work
    }
}
