import Glibc
import HTTPClient
import HTTPMessage
import HTTPServer
import Synchronization
import Testing

/// A transport against this project's own server.
@Suite struct CurlTransportTests {
    /// Answers with what it was asked, and remembers the requests.
    final class Echo: Sendable {
        let requests = Mutex<[HTTPRequest]>([])

        func listen() throws -> HTTPListener {
            try HTTPListener(configuration: HTTPServerConfiguration()) { request in
                self.requests.withLock { $0.append(request) }
                switch request.path {
                case "/redirect":
                    return HTTPResponse(status: 302, fields: ["Location": "/target"])
                case "/missing": return .text(404, "not here")
                case "/empty": return HTTPResponse(status: 204)
                default:
                    return HTTPResponse(
                        status: 200, fields: ["X-Method": request.method.rawValue],
                        body: request.body)
                }
            }
        }

        var last: HTTPRequest? { requests.withLock { $0.last } }
    }

    private func transport(
        _ configure: (inout CurlConfiguration) -> Void = { _ in }
    ) -> CurlTransport {
        var configuration = CurlConfiguration(userAgent: "postil/test")
        configure(&configuration)
        return CurlTransport(configuration: configuration)
    }

    @Test(
        "Each method arrives with its path, query, fields and body", arguments: HTTPMethod.allCases)
    func methods(_ method: HTTPMethod) throws {
        let echo = Echo()
        let listener = try echo.listen()
        defer { listener.stop() }
        let takesBody = [.put, .post, .patch, .delete].contains(method)
        let transport = transport()
        for body in takesBody ? [[], [0, 13, 10, 255]] : [[]] as [[UInt8]] {
            let request = HTTPClientRequest(
                method: method, url: "\(listener.url)/a%2e/%C3%A9?x=1+2%20",
                fields: ["X-Field": "value é", "X-Empty": ""], body: body)
            let response = try transport.send(request)
            #expect(response.status == 200)
            #expect(response.fields["x-method"] == method.rawValue)
            #expect(response.fields["x-content-type-options"] == "nosniff")
            #expect(response.body == (method == .head ? [] : body))
            let seen = try #require(echo.last)
            #expect(seen.method == method)
            #expect(seen.path == "/a%2e/%C3%A9")
            #expect(seen.query == "x=1+2%20")
            #expect(seen.fields["X-Field"] == "value é")
            #expect(seen.fields["X-Empty"] == "")
            #expect(seen.fields["User-Agent"] == "postil/test")
            #expect(!seen.fields.contains("Content-Type"))
            #expect(!seen.fields.contains("Accept-Encoding"))
            #expect(seen.body == body)
        }
    }

    @Test("A body of several megabytes goes out and comes back whole, and progress is told")
    func largeBody() throws {
        let listener = try Echo().listen()
        defer { listener.stop() }
        let told = Mutex(TransferProgressSeen())
        let transport = CurlTransport(configuration: CurlConfiguration(userAgent: "a")) {
            progress in
            told.withLock { $0.take(progress) }
        }
        let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let response = try transport.send(
            HTTPClientRequest(method: .put, url: "\(listener.url)/a", body: body))
        #expect(response.body == body)
        #expect(told.withLock { $0.sentMax } == body.count)
        #expect(told.withLock { $0.receivedMax } == body.count)
    }

    @Test("A body over the server's limit is answered 413 before it is sent")
    func bodyOverLimit() throws {
        var configuration = HTTPServerConfiguration()
        configuration.limits.bodyBytesMax = 1 << 20
        let listener = try HTTPListener(configuration: configuration) { _ in .text(200, "") }
        defer { listener.stop() }
        let body = [UInt8](repeating: 0, count: 2 << 20)
        let response = try transport().send(
            HTTPClientRequest(method: .put, url: "\(listener.url)/a", body: body))
        #expect(response.status == 413)
    }

    struct TransferProgressSeen {
        var sentMax = 0
        var receivedMax = 0

        mutating func take(_ progress: TransferProgress) {
            sentMax = max(sentMax, progress.sentBytes)
            receivedMax = max(receivedMax, progress.receivedBytes)
        }
    }

    @Test("A redirect, an error and an empty response are responses")
    func statuses() throws {
        let echo = Echo()
        let listener = try echo.listen()
        defer { listener.stop() }
        let transport = transport()
        let redirect = try transport.send(
            HTTPClientRequest(method: .get, url: "\(listener.url)/redirect"))
        #expect(redirect.status == 302)
        #expect(redirect.fields["location"] == "/target")
        #expect(echo.last?.path == "/redirect")
        let missing = try transport.send(
            HTTPClientRequest(method: .get, url: "\(listener.url)/missing"))
        #expect(missing.status == 404)
        #expect(missing.body == Array("not here\n".utf8))
        let empty = try transport.send(
            HTTPClientRequest(method: .get, url: "\(listener.url)/empty"))
        #expect(empty.status == 204)
    }

    @Test("Requests after one another use one connection")
    func keepAlive() throws {
        // A server that grants one connection closes any second one.
        var configuration = HTTPServerConfiguration(threads: 1)
        configuration.connectionsPerAddressMax = 1
        let listener = try HTTPListener(configuration: configuration) { .text(200, $0.path) }
        defer { listener.stop() }
        let transport = transport()
        for index in 0..<20 {
            let method: HTTPMethod = index % 3 == 0 ? .post : .get
            let response = try transport.send(
                HTTPClientRequest(method: method, url: "\(listener.url)/\(index)"))
            #expect(response.body == Array("/\(index)\n".utf8))
        }
        #expect(throws: TransportError.self) {
            try self.transport().send(
                HTTPClientRequest(method: .get, url: "\(listener.url)/second"))
        }
    }

    @Test("A response may be as long as the caller takes, and not one byte longer")
    func responseBytes() throws {
        let listener = try Echo().listen()
        defer { listener.stop() }
        let transport = transport()
        for (count, fits) in [(999, true), (1_000, true), (1_001, false)] {
            let request = HTTPClientRequest(
                method: .put, url: "\(listener.url)/a", body: [UInt8](repeating: 1, count: count),
                responseBytesMax: 1_000)
            let answer = Result { try transport.send(request) }
            switch answer {
            case .success(let response):
                #expect(fits)
                #expect(response.body.count == count)
            case .failure(let error):
                #expect(!fits)
                #expect((error as? TransportError)?.code == .tooLarge)
            }
        }
    }

    @Test("Threads may share a transport")
    func threads() throws {
        let listener = try Echo().listen()
        defer { listener.stop() }
        let shared = Shared(transport: transport(), url: "\(listener.url)/a")
        var threads = [pthread_t](repeating: 0, count: 4)
        for index in threads.indices {
            pthread_create(
                &threads[index], nil,
                { context in
                    guard let context else { return nil }
                    Unmanaged<Shared>.fromOpaque(context).takeRetainedValue().run()
                    return nil
                }, Unmanaged.passRetained(shared).toOpaque())
        }
        for thread in threads { pthread_join(thread, nil) }
        #expect(shared.good.load(ordering: .relaxed) == 100)
    }

    final class Shared: Sendable {
        let transport: CurlTransport
        let url: String
        let good = Atomic<Int>(0)

        init(transport: CurlTransport, url: String) {
            self.transport = transport
            self.url = url
        }

        func run() {
            for index in 0..<25 {
                let body = Array("\(index)".utf8)
                let request = HTTPClientRequest(method: .post, url: url, body: body)
                if (try? transport.send(request))?.body == body {
                    good.add(1, ordering: .relaxed)
                }
            }
        }
    }
}
