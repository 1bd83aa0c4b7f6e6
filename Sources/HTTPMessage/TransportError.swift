/// Says why a request brought no whole response.
public struct TransportError: Error, Sendable {
    /// Tells apart what a caller does about a failure.
    public enum Code: String, Sendable {
        /// No connection: the name is not known, or nothing listens there. Try later.
        case unreachable
        /// The server took too long, at connecting or at answering. Try later.
        case timeout
        /// The connection was lost in the middle. Try again if the request is idempotent.
        case cutOff
        /// The response is longer than the caller takes. Trying again does not help.
        case tooLarge
        /// TLS failed: certificate not trusted, wrong host, no common version.
        case tlsFailure
        /// Plain `http` to a host that is not this machine.
        case insecure
        /// The URL or a field of the request cannot be sent.
        case badURL
        /// What came back is not HTTP.
        case protocolError
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was tried, on what, and what to do, for people.
    public let message: String
    /// Whether the server may have received and acted on the request.
    public let mayHaveHappened: Bool

    /// Gathers the parts of a failure.
    public init(code: Code, message: String, mayHaveHappened: Bool) {
        self.code = code
        self.message = message
        self.mayHaveHappened = mayHaveHappened
    }
}

extension TransportError: Equatable {
    /// Holds for errors of the same code, whatever their messages.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}

extension TransportError: CustomStringConvertible {
    /// The message, as a person reads it.
    public var description: String { message }
}
