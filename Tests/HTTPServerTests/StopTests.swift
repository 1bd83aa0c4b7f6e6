import HTTPMessage
import HTTPServer
import Testing

/// Stopping, over and over.
struct StopTests {
    /// The library ends the process if the socket is closed before its threads let go of it.
    @Test("a server that stops never takes the process with it", arguments: 0..<8)
    func stoppingIsSafe(_ round: Int) throws {
        for _ in 0..<10 {
            var configuration = HTTPServerConfiguration()
            configuration.threads = 4
            let listener = try HTTPListener(configuration: configuration) { _ in .text(200, "") }
            let port = listener.port
            listener.stop()
            #expect(port > 0)
        }
    }
}
