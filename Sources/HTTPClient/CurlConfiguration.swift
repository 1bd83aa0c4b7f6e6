/// Sets how `CurlTransport` meets the network.
public struct CurlConfiguration: Equatable, Sendable {
    /// What the client calls itself, such as `postil/1.0`.
    public var userAgent: String
    /// Whether plain `http` may go to other machines than this one.
    public var allowsInsecure = false
    /// The longest a connection may take to be made, TLS included, in milliseconds.
    public var connectMillisecondsMax = 5_000
    /// The longest time in which no byte moves either way, in milliseconds, noticed within a
    /// second. A server that works on an answer for longer must not be waited for.
    public var stallMillisecondsMax = 10_000
    /// What an exchange may take before `bytesPerSecondMin` counts, in milliseconds.
    public var graceMilliseconds = 20_000
    /// The least mean rate of an exchange in both directions together, in bytes a second. Half of
    /// what Postil's server asks for, so that a slow network is told by the server first.
    public var bytesPerSecondMin = 512
    /// The longest an exchange may take, in milliseconds, unless the request says otherwise.
    public var totalMillisecondsMax = 600_000
    /// The most bytes of a response's head, interim responses included.
    public var headBytesMax = 64 << 10
    /// A file of trusted certificates in PEM; `nil` takes what `SSL_CERT_FILE` names, or the
    /// system's.
    public var certificatesFile: String?

    /// Starts from the defaults.
    public init(userAgent: String) { self.userAgent = userAgent }
}
