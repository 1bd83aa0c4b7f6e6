/// Says how far the exchange under way is.
public struct TransferProgress: Equatable, Sendable {
    /// The bytes of the request's body sent so far.
    public let sentBytes: Int
    /// The bytes of the response's body received so far.
    public let receivedBytes: Int
}
