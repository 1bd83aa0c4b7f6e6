/// Carries one response: what a server's handler gives, and what a client's transport returns.
public struct HTTPResponse: Equatable, Sendable {
    /// The status code, 200…599 (RFC 9110, 15).
    public var status: Int
    /// The fields of the head; a server adds `Date`, `Content-Length` and `Connection` itself.
    public var fields: HTTPFields
    /// The body, in the encoding that `Content-Encoding` names.
    public var body: [UInt8]

    /// Gathers the parts of a response.
    public init(status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Answers with a short text for people, `text/plain` in UTF-8.
    public static func text(_ status: Int, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: status, fields: ["Content-Type": "text/plain; charset=utf-8"],
            body: Array(text.utf8) + [0x0A])
    }
}
