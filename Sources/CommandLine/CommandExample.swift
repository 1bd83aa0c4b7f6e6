/// A command to type, and what it does.
public struct CommandExample: Sendable, Equatable {
    /// The whole line, program name included.
    public let line: String
    /// What it does, in a few words; may be empty.
    public let says: String

    /// Joins a line and its meaning.
    public init(_ line: String, _ says: String = "") {
        self.line = line
        self.says = says
    }
}
