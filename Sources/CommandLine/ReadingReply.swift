/// One answer in the thread of a note, as the reading view shows it.
public struct ReadingReply: Sendable, Equatable {
    /// How far it is nested: 1 answers the note itself, 2 such an answer.
    public let depth: Int
    /// The shortest id, to type.
    public let label: String
    /// Who wrote it.
    public let author: String
    /// When, in words.
    public let when: String
    /// What it says; newlines end lines.
    public let comment: String
    /// What else to say of it, such as `unsynced`.
    public let flags: [String]

    /// Makes a reply; a placeholder for a deleted one has a comment that says so.
    public init(
        depth: Int, label: String, author: String, when: String, comment: String,
        flags: [String] = []
    ) {
        self.depth = depth
        self.label = label
        self.author = author
        self.when = when
        self.comment = comment
        self.flags = flags
    }
}
