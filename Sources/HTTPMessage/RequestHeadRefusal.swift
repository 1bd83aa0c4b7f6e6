/// Says why a head is refused; the connection closes after it, as nothing behind it is trusted.
public struct RequestHeadRefusal: Error, Equatable, Sendable {
    /// The status to answer with, 400…599.
    public let status: Int
    /// What is wrong, for the person at the other end.
    public let reason: String

    /// Pairs a status with its reason.
    public init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }
}
