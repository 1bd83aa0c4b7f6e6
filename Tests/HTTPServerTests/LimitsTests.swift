import HTTPMessage
import HTTPServer
import Testing

/// Each bound of a server, one below, on, and one beyond.
@Suite struct LimitsTests {
    private func status(
        of bytes: String, _ configure: (inout HTTPServerConfiguration) -> Void
    ) throws -> [Int] {
        let listener = try Recorder().listen(configure)
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send(bytes)
        let received = connection.receive()
        #expect(received.isClosed)
        return received.statuses
    }

    private static let end = "Connection: close\r\n\r\n"

    @Test(arguments: [(-1, 200), (0, 200), (1, 413)])
    func body(difference: Int, expected: Int) throws {
        let count = 1_000 + difference
        let body = expected == 200 ? String(repeating: "b", count: count) : ""
        let bytes = "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\(Self.end)\(body)"
        #expect(try status(of: bytes) { $0.limits.bodyBytesMax = 1_000 } == [expected])
    }

    @Test(arguments: [(-1, 200), (0, 200), (1, 414)])
    func target(difference: Int, expected: Int) throws {
        let target = "/" + String(repeating: "a", count: 4_095 + difference)
        let bytes = "GET \(target) HTTP/1.1\r\nHost: a\r\n\(Self.end)"
        #expect(try status(of: bytes) { $0.limits.targetBytesMax = 4_096 } == [expected])
    }

    @Test(arguments: [(-1, 200), (0, 200), (1, 431)])
    func fields(difference: Int, expected: Int) throws {
        let fields = (0..<(62 + difference)).map { "X\($0): a\r\n" }.joined()
        let bytes = "GET /a HTTP/1.1\r\nHost: a\r\n\(fields)\(Self.end)"
        #expect(try status(of: bytes) { $0.limits.fieldsMax = 64 } == [expected])
    }

    @Test(arguments: [(-1, 200), (0, 200), (1, 431)])
    func head(difference: Int, expected: Int) throws {
        let start = "GET /a HTTP/1.1\r\nHost: a\r\nX: "
        let finish = "\r\n" + Self.end
        let count = 16_384 + difference - start.utf8.count - finish.utf8.count
        let bytes = start + String(repeating: "x", count: count) + finish
        #expect(bytes.utf8.count == 16_384 + difference)
        #expect(try status(of: bytes) { $0.limits.headBytesMax = 16_384 } == [expected])
    }

    @Test("Bodies that promise more than the server holds together get 503")
    func bodiesTogether() throws {
        let recorder = Recorder()
        let listener = try recorder.listen { $0.bodiesBytesMax = 1_000 }
        defer { listener.stop() }
        let first = try RawConnection(port: listener.port)
        first.send(
            "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\nExpect: 100-continue\r\n\r\n")
        #expect(first.receive { $0.text.hasSuffix("\r\n\r\n") }.statuses == [100])
        let second = try RawConnection(port: listener.port)
        second.send("PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n")
        #expect(second.receive().statuses == [503])
        first.send(String(repeating: "x", count: 600))
        #expect(first.receive { !$0.statuses.isEmpty }.statuses == [200])
        // The bytes are free once the server knows that the response is out, a moment later.
        var statuses: [Int] = []
        for _ in 0..<1_000 where statuses != [200] {
            let third = try RawConnection(port: listener.port)
            third.send("PUT /c HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n")
            third.send(String(repeating: "x", count: 600))
            statuses = third.receive { !$0.statuses.isEmpty }.statuses
        }
        #expect(statuses == [200])
    }

    @Test("A connection beyond the limit of its address is closed, the others are served")
    func connectionsPerAddress() throws {
        let listener = try Recorder().listen { $0.connectionsPerAddressMax = 2 }
        defer { listener.stop() }
        let request = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
        let first = try RawConnection(port: listener.port)
        first.send(request)
        #expect(first.receive { !$0.statuses.isEmpty }.statuses == [200])
        let second = try RawConnection(port: listener.port)
        second.send(request)
        #expect(second.receive { !$0.statuses.isEmpty }.statuses == [200])
        let third = try RawConnection(port: listener.port)
        third.send(request)
        let refused = third.receive()
        #expect(refused.isClosed)
        #expect(refused.bytes.isEmpty)
        first.send(request)
        #expect(first.receive { !$0.statuses.isEmpty }.statuses == [200])
    }
}
