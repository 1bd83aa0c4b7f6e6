/// Carries the head of a request as a server's library read it, before anything is believed of it.
public struct RequestHead: Equatable, Sendable {
    /// The method, as sent.
    public var method: String
    /// The request target, as sent.
    public var target: String
    /// The version, as sent, such as `HTTP/1.1`.
    public var version: String
    /// The fields, as sent, with the white space around values removed.
    public var fields: HTTPFields

    /// Gathers the parts of a head.
    public init(method: String, target: String, version: String, fields: HTTPFields) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }
}
