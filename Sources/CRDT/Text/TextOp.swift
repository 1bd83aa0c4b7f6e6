/// One edit of a text by one author, against the version its predecessors name.
public struct TextOp: Sendable {
    /// Names the op, and with an index each character it typed.
    public let id: Identity
    /// The heads of the version the author was shown; none for the op that creates the text.
    public let predecessors: [Identity]
    /// Applied one after the other; none in an op that only joins heads.
    public let runs: [TextRun]

    /// Takes the values as they are: an implied or repeated predecessor changes nothing.
    public init(id: Identity, predecessors: [Identity], runs: [TextRun]) {
        self.id = id
        self.predecessors = predecessors
        self.runs = runs
    }
}
