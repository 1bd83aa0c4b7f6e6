public import AnnotationModel
public import WireFormat

/// A note of another program, in the terms of a set.
public struct ForeignNote: Sendable {
    /// What it is a note on: an article, or the note that it answers.
    public enum Subject: Hashable, Sendable {
        /// An article of the set.
        case article(ArticleID)
        /// An annotation or a reply of the set.
        case note(EntityID)
    }

    /// What it is on.
    public var subject: Subject
    /// Where it comes from; its key is what makes it the same note the next time.
    public var origin: OriginPayload
    /// When it was made there, milliseconds since 1970; 0 if nobody says.
    public var created: UInt64
    /// Its text.
    public var text: String
    /// Where it sits on its article, as its program said.
    public var anchor: AnchorPayload?
    /// Its tags.
    public var tags: [String]
    /// Its colour; nil if none was said.
    public var colour: String?
    /// Whether its thread was closed.
    public var isClosed: Bool

    /// Takes the parts.
    public init(
        subject: Subject, origin: OriginPayload, created: UInt64, text: String,
        anchor: AnchorPayload?, tags: [String] = [], colour: String? = nil, isClosed: Bool = false
    ) {
        self.subject = subject
        self.origin = origin
        self.created = created
        self.text = text
        self.anchor = anchor
        self.tags = tags
        self.colour = colour
        self.isClosed = isClosed
    }
}
