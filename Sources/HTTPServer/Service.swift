import HTTPMessage
import Synchronization

/// Holds what all connections of a listener share.
final class Service: Sendable {
    let configuration: HTTPServerConfiguration
    let handler: HTTPListener.DeferringHandler
    let connections: ConnectionTable
    private let shared = Mutex(Shared())

    private struct Shared {
        var running = 0
        var promisedBytes = 0
        var isDraining = false
        var isClosed = false
        var suspended: [ObjectIdentifier: Exchange] = [:]
    }

    init(
        _ configuration: HTTPServerConfiguration, handler: @escaping HTTPListener.DeferringHandler
    ) {
        self.configuration = configuration
        self.handler = handler
        connections = ConnectionTable(
            configuration.deadlines, connectionsMax: configuration.connectionsMax)
    }

    /// Counts a request in whose body has `bytes`.
    /// - Returns: why it is refused: the server stops, or holds too much already.
    func begin(bodyBytes bytes: Int) -> RequestHeadRefusal? {
        shared.withLock { shared in
            guard !shared.isDraining else { return RequestHeadRefusal(503, "the server stops") }
            guard bytes <= configuration.bodiesBytesMax - shared.promisedBytes else {
                return RequestHeadRefusal(503, "too many large requests at once; try again")
            }
            shared.running += 1
            shared.promisedBytes += bytes
            return nil
        }
    }

    /// Counts a request out that `begin` let in.
    func end(bodyBytes bytes: Int) {
        shared.withLock { shared in
            shared.running -= 1
            shared.promisedBytes -= bytes
        }
    }

    /// The number of requests between `begin` and `end`.
    var running: Int { shared.withLock { $0.running } }

    /// Remembers that `exchange` waits for its answer.
    /// - Returns: whether it may; not after `close()`.
    func suspend(_ exchange: Exchange) -> Bool {
        shared.withLock { shared in
            guard !shared.isClosed else { return false }
            shared.suspended[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    /// Forgets `exchange`; called only once the library knows that it goes on.
    func resume(_ exchange: Exchange) {
        _ = shared.withLock { $0.suspended.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    /// Refuses requests from now on.
    func drain() { shared.withLock { $0.isDraining = true } }

    /// Refuses to wait for answers from now on.
    /// - Returns: the exchanges that wait.
    func close() -> [Exchange] {
        shared.withLock { shared in
            shared.isClosed = true
            return Array(shared.suspended.values)
        }
    }

    /// Whether no exchange waits for its answer.
    var isFree: Bool { shared.withLock { $0.suspended.isEmpty } }
}
