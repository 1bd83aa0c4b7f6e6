import HTTPMessage
import HTTPServer
import Testing

/// Slow clients lose their connection at an absolute deadline, while good ones are served.
@Suite struct DeadlinesTests {
    private func serves(_ listener: HTTPListener) throws -> Bool {
        let connection = try RawConnection(port: listener.port)
        connection.send("GET /good HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        return connection.receive().statuses == [200]
    }

    /// Sends `bytes` one at a time until the server closes, at most `count` times.
    private func drip(_ connection: RawConnection, _ bytes: [UInt8], count: Int) -> Bool {
        for index in 0..<count {
            connection.send([bytes[index % bytes.count]])
            if connection.receive(milliseconds: 20).isClosed { return true }
        }
        return false
    }

    @Test("A head that comes byte by byte for ever is cut off")
    func slowHead() throws {
        let recorder = Recorder()
        let listener = try recorder.listen { $0.deadlines.headMilliseconds = 200 }
        defer { listener.stop() }
        let slow = try RawConnection(port: listener.port)
        slow.send("GET /slow HTTP/1.1\r\n")
        #expect(drip(slow, Array("X: a\r\n".utf8), count: 500))
        #expect(try serves(listener))
        #expect(recorder.requests.map(\.path) == ["/good"])
    }

    @Test("A body below the least rate is cut off, though each byte is on time")
    func slowBody() throws {
        let recorder = Recorder()
        let listener = try recorder.listen { $0.deadlines.transferGraceMilliseconds = 200 }
        defer { listener.stop() }
        let slow = try RawConnection(port: listener.port)
        slow.send("PUT /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        #expect(drip(slow, Array("abc".utf8), count: 500))
        #expect(try serves(listener))
        #expect(recorder.requests.map(\.path) == ["/good"])
    }

    @Test("A connection that says nothing, before a request or after one, is closed")
    func idle() throws {
        let listener = try Recorder().listen {
            $0.deadlines.headMilliseconds = 200
            $0.deadlines.idleMilliseconds = 200
        }
        defer { listener.stop() }
        let silent = try RawConnection(port: listener.port)
        #expect(silent.receive().isClosed)
        let used = try RawConnection(port: listener.port)
        used.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        let received = used.receive()
        #expect(received.statuses == [200])
        #expect(received.isClosed)
    }

    @Test("Slow heads that take every connection make room at their deadline")
    func slowloris() throws {
        let listener = try Recorder().listen {
            $0.deadlines.headMilliseconds = 300
            $0.connectionsMax = 20
            $0.connectionsPerAddressMax = 1_000
        }
        defer { listener.stop() }
        let slow = try (0..<40).map { _ in try RawConnection(port: listener.port) }
        for connection in slow { connection.send("GET /slow HTTP/1.1\r\nX: ") }
        #expect(try serves(listener))
        #expect(slow.allSatisfy { $0.receive().isClosed })
    }

    @Test(
        "Slow clients that take every connection make room long before their deadline",
        arguments: [
            "GET /slow HTTP/1.1\r\nX: ",
            "PUT /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc", "",
        ])
    func crowd(_ first: String) throws {
        let listener = try Recorder().listen {
            $0.deadlines.transferGraceMilliseconds = 60_000
            $0.deadlines.headMilliseconds = 60_000
            $0.deadlines.idleMilliseconds = 60_000
            $0.deadlines.crowdedMilliseconds = 100
            $0.connectionsMax = 20
            $0.connectionsPerAddressMax = 1_000
        }
        defer { listener.stop() }
        let slow = try (0..<30).map { _ in try RawConnection(port: listener.port) }
        for connection in slow { connection.send(first) }
        #expect(try serves(listener))
        #expect(slow.count { $0.receive(milliseconds: 20).isClosed } >= 10)
    }

    @Test("Clients that are slow among few are left alone")
    func noCrowd() throws {
        let listener = try Recorder().listen {
            $0.deadlines.idleMilliseconds = 400
            $0.deadlines.crowdedMilliseconds = 1
            $0.connectionsMax = 20
        }
        defer { listener.stop() }
        let slow = try RawConnection(port: listener.port)
        slow.send("GET /slow HTTP/1.1\r\nHost: a\r\nX: ")
        #expect(!slow.receive(milliseconds: 300).isClosed)
        slow.send("a\r\nConnection: close\r\n\r\n")
        #expect(slow.receive().statuses == [200])
    }

    @Test("A client that does not read its response is cut off")
    func slowReader() throws {
        var configuration = HTTPServerConfiguration()
        configuration.deadlines.transferGraceMilliseconds = 200
        configuration.deadlines.bytesPerSecondMin = 1 << 30
        configuration.deadlines.drainMilliseconds = 60_000
        let listener = try HTTPListener(configuration: configuration) { _ in
            HTTPResponse(status: 200, body: [UInt8](repeating: 7, count: 32 << 20))
        }
        let slow = try RawConnection(port: listener.port)
        slow.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(slow.receive { $0.bytes.count > 1_000 }.statuses == [200])
        // Only the deadline lets this return before the drain: the request counts as under way.
        listener.stop()
        #expect(slow.receive().bytes.count < 32 << 20)
    }
}
