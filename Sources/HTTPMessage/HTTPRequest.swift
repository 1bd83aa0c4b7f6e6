/// Carries one request as a server received it, head checked and body complete.
public struct HTTPRequest: Equatable, Sendable {
    /// What is asked for.
    public var method: HTTPMethod
    /// The path as sent, percent-encoded, from its first `/` up to the `?`; see `RequestPath`.
    public var path: String
    /// What stood after the first `?`, as sent; empty when there was none.
    public var query: String
    /// The fields of the head.
    public var fields: HTTPFields
    /// The body, not decoded.
    public var body: [UInt8]
    /// The numeric address of the other end of the connection; empty when not known.
    public var peerAddress: String

    /// Gathers the parts of a request.
    public init(
        method: HTTPMethod, path: String, query: String = "", fields: HTTPFields = HTTPFields(),
        body: [UInt8] = [], peerAddress: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.peerAddress = peerAddress
    }
}
