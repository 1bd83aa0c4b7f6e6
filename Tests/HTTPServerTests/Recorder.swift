import HTTPMessage
import HTTPServer
import Synchronization

/// Serves every path with 200, and remembers which were asked for.
final class Recorder: Sendable {
    private let seen = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { seen.withLock { $0 } }

    func listen(
        _ configure: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws -> HTTPListener {
        var configuration = HTTPServerConfiguration()
        configure(&configuration)
        return try HTTPListener(configuration: configuration) { request in
            self.seen.withLock { $0.append(request) }
            return .text(200, "served \(request.path)")
        }
    }
}
