/// How much of a blob has come.
public struct BlobState: Hashable, Sendable {
    /// Octets of the whole blob, as said when its upload began.
    public let count: Int
    /// Octets that are here, from its beginning on; the next part begins there.
    public let present: Int
    /// Whether all is here and is what the blob is named by.
    public let isComplete: Bool
}
