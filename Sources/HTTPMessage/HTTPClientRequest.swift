/// Carries one request for a transport to send.
public struct HTTPClientRequest: Equatable, Sendable {
    /// What is asked for.
    public var method: HTTPMethod
    /// The absolute `http` or `https` URL, percent-encoded, without user name or fragment.
    public var url: String
    /// The fields to add to the transport's own.
    public var fields: HTTPFields
    /// The body, in the encoding that `Content-Encoding` names.
    public var body: [UInt8]
    /// The most bytes of a response body the caller takes; one more is `TransportError.tooLarge`.
    public var responseBytesMax: Int
    /// The longest the whole exchange may take, in milliseconds; `nil` leaves it to the transport.
    public var totalMillisecondsMax: Int?

    /// Whether doing it twice is as good as once, so that it may be sent again unasked when the
    /// connection that it went over turns out to have ended.
    public var isIdempotent = true

    /// Gathers the parts of a request.
    public init(
        method: HTTPMethod, url: String, fields: HTTPFields = HTTPFields(), body: [UInt8] = [],
        responseBytesMax: Int = 1 << 25, totalMillisecondsMax: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.responseBytesMax = responseBytesMax
        self.totalMillisecondsMax = totalMillisecondsMax
    }
}
