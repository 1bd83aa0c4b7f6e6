public import HTTPMessage

/// Sets where a server listens and what it grants to a client before it knows who that is.
public struct HTTPServerConfiguration: Sendable {
    /// Where to listen.
    public var address: ListenAddress
    /// The number of threads that read requests and call the handler, at least 1.
    public var threads: Int
    /// The bounds on one request.
    public var limits: RequestHeadLimits
    /// The bounds on time.
    public var deadlines: HTTPServerDeadlines
    /// The most connections open at once; shared out evenly among the threads.
    public var connectionsMax: Int
    /// The most connections open at once from one address. Behind a proxy all share one.
    public var connectionsPerAddressMax: Int
    /// The most bytes that request bodies may promise together; a request beyond it gets 503.
    public var bodiesBytesMax: Int

    /// Starts from the defaults, which suit a server on one small machine.
    public init(address: ListenAddress = .loopback(), threads: Int = 2) {
        self.address = address
        self.threads = threads
        limits = RequestHeadLimits()
        deadlines = HTTPServerDeadlines()
        connectionsMax = 1_024
        connectionsPerAddressMax = 256
        bodiesBytesMax = 256 << 20
    }
}
