/// A page of help that belongs to no single command, such as the query language.
public struct HelpTopic: Sendable, Equatable {
    /// The word after `help` that shows it.
    public let name: String
    /// What it is about, in one line.
    public let summary: String
    /// The page; lines that begin with a space are shown as they are, others are wrapped.
    public let text: String

    /// Describes a topic.
    public init(_ name: String, summary: String, text: String) {
        self.name = name
        self.summary = summary
        self.text = text
    }
}
