public import CRDT

/// The text of an annotation, and the version it is: the ops that no other op follows.
public struct BodyText: Hashable, Sendable {
    /// The text.
    public let text: String
    /// The version's heads, ascending.
    public let heads: [Identity]

    /// Takes the parts.
    public init(text: String, heads: [Identity]) {
        self.text = text
        self.heads = heads
    }
}
