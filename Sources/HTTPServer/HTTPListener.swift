import CMicroHTTPD
import Glibc
public import HTTPMessage
import Synchronization

/// Listens for HTTP requests and answers them with what its handler says, over libmicrohttpd.
///
/// The library is lenient, so every head is checked again (`RequestHead.checked`), and every
/// connection has absolute deadlines. After a refused head the connection closes.
///
/// A class because it owns threads and a socket: `stop()` ends both, and so does the last
/// reference going away.
public final class HTTPListener: Sendable {
    /// Answers a request on the thread that read it; other connections of the thread wait.
    public typealias Handler = @Sendable (HTTPRequest) -> HTTPResponse
    /// Takes a request and answers it through the responder, at once or later from any thread.
    public typealias DeferringHandler = @Sendable (HTTPRequest, Responder) -> Void

    /// Where the server listens, with the port it got.
    public let address: ListenAddress
    private let service: Service
    private let daemon: Mutex<Daemon?>

    /// The TCP port the server listens on.
    public var port: UInt16 { address.port }
    /// The URL of the server, without a slash at the end.
    public var url: String { "http://\(address)" }

    /// Starts to listen, with a handler that answers at once.
    /// - Throws: `ListenerError`.
    public convenience init(
        configuration: HTTPServerConfiguration, handler: @escaping Handler
    ) throws(ListenerError) {
        try self.init(configuration: configuration) { request, responder in
            responder.respond(handler(request))
        }
    }

    /// Starts to listen, with a handler that may answer later: requests that wait hold no thread.
    /// - Throws: `ListenerError`.
    public init(
        configuration: HTTPServerConfiguration, deferring handler: @escaping DeferringHandler
    ) throws(ListenerError) {
        let service = Service(configuration, handler: handler)
        let (socket, address) = try ListeningSocket.open(at: configuration.address)
        guard service.connections.start() else {
            close(socket)
            throw Self.cannotStart
        }
        guard let daemon = Daemon(listeningOn: socket, for: service) else {
            service.connections.stop()
            close(socket)
            throw Self.cannotStart
        }
        self.service = service
        self.address = address
        self.daemon = Mutex(daemon)
    }

    deinit { stop() }

    /// Stops listening, waits for the requests under way, and ends all connections.
    ///
    /// Waits `drainMilliseconds` for answers, then gives 503 to whoever still waits for one. Must
    /// not be called from a handler; a handler that never returns is waited for.
    public func stop() {
        let running = daemon.withLock { daemon in
            defer { daemon = nil }
            return daemon
        }
        guard let running else { return }
        service.drain()
        let socket = running.stopListening()
        wait(milliseconds: service.configuration.deadlines.drainMilliseconds)
        for exchange in service.close() { exchange.answer(.text(503, "the server stops")) }
        // The library forbids stopping while a connection is suspended. An answer on its way from
        // another thread resumes its connection within an instant.
        while !service.isFree { poll(nil, 0, 1) }
        wait(milliseconds: Self.lastAnswersMilliseconds)
        running.stop(closing: socket)
        service.connections.stop()
    }

    private static let lastAnswersMilliseconds = 500

    private static let cannotStart = ListenerError(
        code: .cannotStart,
        message: "cannot start the server's threads: lower the number of threads or free memory")

    /// Waits until no request is under way, no longer than told.
    private func wait(milliseconds: Int) {
        let end = MonotonicClock.milliseconds &+ Int64(milliseconds)
        while service.running > 0, MonotonicClock.milliseconds < end { poll(nil, 0, 2) }
    }
}
