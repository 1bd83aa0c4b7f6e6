import HTTPMessage
import HTTPServer
import Testing

/// Where a server listens, and how it starts and stops.
@Suite struct ListenerTests {
    @Test("Addresses are read as HOST:PORT")
    func addresses() throws {
        #expect(try ListenAddress("127.0.0.1:8080").description == "127.0.0.1:8080")
        #expect(try ListenAddress("[::1]:8080").description == "[::1]:8080")
        #expect(try ListenAddress("localhost:0") == .loopback())
        #expect(try ListenAddress("0.0.0.0:65535").port == 65_535)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", ":", "8080", "127.0.0.1", ":8080", "127.0.0.1:", "127.0.0.1:65536", "::1:80",
            "[127.0.0.1]:80", "[::1]", "example.org:80", "127.0.0.1:+80", "127.1:80",
            "127.0.0.1\0:80", "[]:80",
        ])
    func badAddresses(_ text: String) {
        #expect { try ListenAddress(text) } throws: { error in
            (error as? ListenerError)?.code == .badAddress
        }
    }

    @Test("A port in use is refused, and free again at once after a stop with open connections")
    func restart() throws {
        let first = try Recorder().listen()
        let address = first.address
        let open = try RawConnection(port: first.port)
        open.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(open.receive { !$0.statuses.isEmpty }.statuses == [200])
        #expect {
            try Recorder().listen { $0.address = address }
        } throws: { error in
            (error as? ListenerError)?.code == .addressInUse
        }
        first.stop()
        for _ in 0..<3 {
            let next = try Recorder().listen { $0.address = address }
            #expect(next.port == address.port)
            let connection = try RawConnection(port: next.port)
            connection.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(connection.receive { !$0.statuses.isEmpty }.statuses == [200])
            next.stop()
            next.stop()
        }
    }

    @Test("The URL names the port that was picked, in IPv6 with brackets")
    func url() throws {
        let listener = try Recorder().listen { configuration in
            if let address = try? ListenAddress("[::1]:0") { configuration.address = address }
        }
        defer { listener.stop() }
        #expect(listener.port != 0)
        #expect(listener.url == "http://[::1]:\(listener.port)")
    }

    @Test("An answer that cannot be sent becomes 500")
    func badAnswer() throws {
        let listener = try HTTPListener(configuration: HTTPServerConfiguration()) { request in
            request.path == "/status"
                ? HTTPResponse(status: 99)
                : HTTPResponse(status: 200, fields: ["X": "a\r\nSet-Cookie: b"])
        }
        defer { listener.stop() }
        for path in ["/status", "/field"] {
            let connection = try RawConnection(port: listener.port)
            connection.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            let received = connection.receive()
            #expect(received.statuses == [500])
            #expect(!received.text.contains("Set-Cookie"))
        }
    }
}
