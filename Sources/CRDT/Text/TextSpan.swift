/// Code points that stand side by side in a text and were typed by one op.
public struct TextSpan: Hashable, Sendable {
    /// The op that typed them.
    public let author: Identity
    /// How many, in code points, at least one.
    public let count: Int

    /// States that `author` typed `count` code points.
    public init(author: Identity, count: Int) {
        self.author = author
        self.count = count
    }
}
