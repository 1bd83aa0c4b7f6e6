import HTTPClient
import HTTPMessage
import HTTPServer
import Testing

/// A transport against servers that fail, lie or say nothing.
@Suite struct FailuresTests {
    private func failure(
        _ request: HTTPClientRequest, _ configure: (inout CurlConfiguration) -> Void = { _ in }
    ) throws -> TransportError {
        var configuration = CurlConfiguration(userAgent: "postil/test")
        configure(&configuration)
        let transport = CurlTransport(configuration: configuration)
        let result = Result { () throws(TransportError) -> HTTPResponse in
            try transport.send(request)
        }
        guard case .failure(let error) = result else {
            Issue.record("the request succeeded")
            throw UnexpectedSuccess()
        }
        return error
    }

    struct UnexpectedSuccess: Error {}

    private func failure(
        against reply: String, then ending: FaultyServer.Ending,
        _ configure: (inout CurlConfiguration) -> Void = { _ in }
    ) throws -> TransportError {
        let server = try FaultyServer(reply, then: ending)
        defer { server.stop() }
        let request = HTTPClientRequest(
            method: .post, url: server.url, body: [1], responseBytesMax: 1 << 20)
        return try failure(request, configure)
    }

    @Test("Nothing listens: unreachable, and nothing has happened")
    func refused() throws {
        let listener = try HTTPListener(configuration: HTTPServerConfiguration()) { _ in
            .text(200, "")
        }
        listener.stop()
        let error = try failure(HTTPClientRequest(method: .post, url: listener.url + "/a"))
        #expect(error.code == .unreachable)
        #expect(!error.mayHaveHappened)
        #expect(error.message.hasPrefix("POST http://127.0.0.1:"))
    }

    @Test("A server that never answers: timeout, and it may have happened")
    func silence() throws {
        let error = try failure(against: "", then: .stayOpen) { $0.totalMillisecondsMax = 200 }
        #expect(error.code == .timeout)
        #expect(error.mayHaveHappened)
    }

    @Test("A server that stalls in the middle: timeout")
    func stall() throws {
        let reply = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"
        let error = try failure(against: reply, then: .stayOpen) { $0.stallMillisecondsMax = 100 }
        #expect(error.code == .timeout)
        #expect(error.mayHaveHappened)
    }

    @Test("A server that drips is not waited for, though it never falls silent")
    func drip() throws {
        let reply = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
        let error = try failure(against: reply, then: .drip) { $0.graceMilliseconds = 100 }
        #expect(error.code == .timeout)
        #expect(error.message.contains("it is too slow"))
    }

    @Test(
        "A response that ends too early: cut off, and it may have happened",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConte",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        ])
    func cutOff(_ reply: String) throws {
        let error = try failure(against: reply, then: .close)
        #expect(error.code == .cutOff)
        #expect(error.mayHaveHappened)
    }

    @Test(
        "A response that does not end is stopped where the caller's limit is",
        arguments: [
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 70_000) + "\r\n\r\n",
        ])
    func endless(_ reply: String) throws {
        let error = try failure(against: reply, then: .sendForEver)
        #expect(error.code == .tooLarge)
        #expect(error.mayHaveHappened)
    }

    @Test("Many short fields are stopped at the limit of the head")
    func manyFields() throws {
        let fields = (0..<10_000).map { "X\($0): a\r\n" }.joined()
        let error = try failure(against: "HTTP/1.1 200 OK\r\n\(fields)\r\n", then: .close)
        #expect(error.code == .tooLarge)
    }

    @Test(
        "What is not HTTP is called so",
        arguments: [
            "SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nX: a\u{1}b\r\n\r\n",
            "HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
        ])
    func garbage(_ reply: String) throws {
        let error = try failure(against: reply, then: .close)
        #expect(error.code == .protocolError)
    }

    @Test(
        "Plain http to another machine is refused before a name is looked up",
        arguments: [
            "http://example.invalid/", "http://10.0.0.1/", "http://127.0.0.1.example.invalid/",
            "http://[::2]/", "http://[::ffff:10.0.0.1]/", "http://0.0.0.0/",
            "http://localhost.example.invalid/", "http://2130706433.example.invalid/",
            "HTTP://EXAMPLE.INVALID/",
        ])
    func insecure(_ url: String) throws {
        let error = try failure(HTTPClientRequest(method: .get, url: url))
        #expect(error.code == .insecure)
        #expect(!error.mayHaveHappened)
    }

    @Test("Plain http to this machine is allowed in every spelling of it")
    func loopback() throws {
        let listener = try HTTPListener(configuration: HTTPServerConfiguration()) { _ in
            .text(200, "here")
        }
        defer { listener.stop() }
        let transport = CurlTransport(configuration: CurlConfiguration(userAgent: "a"))
        for host in ["127.0.0.1", "localhost", "2130706433", "127.1", "0x7f000001"] {
            let request = HTTPClientRequest(method: .get, url: "http://\(host):\(listener.port)/")
            #expect(try transport.send(request).status == 200, "\(host)")
        }
    }

    @Test(
        "A URL that is not plain http or https is refused",
        arguments: [
            "", "example.org", "ftp://127.0.0.1/", "file:///etc/passwd", "http://a:b@127.0.0.1/",
            "http://127.0.0.1/a b", "http://127.0.0.1/a\r\nX: b", "http://127.0.0.1/\0",
            "http://127.0.0.1/#a", "http://127.0.0.1:99999/", "http://", "gopher://127.0.0.1/",
        ])
    func badURL(_ url: String) throws {
        let error = try failure(HTTPClientRequest(method: .get, url: url)) {
            $0.allowsInsecure = true
        }
        #expect(error.code == .badURL)
        #expect(!error.mayHaveHappened)
        #expect(error.message.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }

    @Test("A field that would break the head is refused before anything is sent")
    func badField() throws {
        let error = try failure(
            HTTPClientRequest(
                method: .get, url: "http://127.0.0.1:1/", fields: ["X": "a\r\nY: b"]))
        #expect(error.code == .badURL)
        #expect(!error.mayHaveHappened)
    }

    @Test("A server that speaks no TLS fails as TLS, and nothing has happened")
    func noTLS() throws {
        let server = try FaultyServer("HTTP/1.1 200 OK\r\n\r\n", then: .close)
        defer { server.stop() }
        let error = try failure(
            HTTPClientRequest(method: .post, url: "https://127.0.0.1:\(server.port)/"))
        #expect(error.code == .tlsFailure)
        #expect(!error.mayHaveHappened)
    }
}
