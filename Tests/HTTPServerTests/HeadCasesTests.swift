import HTTPMessage
import HTTPServer
import Testing

/// What attackers send to make two readers of HTTP disagree on where a request ends.
@Suite struct HeadCasesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        var testDescription: String { name }
    }

    static let smuggled = "GET /SMUGGLED HTTP/1.1\r\nHost: a\r\n\r\n"

    static func post(_ fields: String, _ body: String) -> String {
        "POST /a HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    static let chunked = "5\r\nhello\r\n0\r\n\r\n" + smuggled

    static let refused: [Case] = [
        Case(
            name: "length and transfer encoding",
            bytes: post("Content-Length: 5\r\nTransfer-Encoding: chunked", chunked)),
        Case(
            name: "transfer encoding and a large length",
            bytes: post("Transfer-Encoding: chunked\r\nContent-Length: 500", chunked)),
        Case(
            name: "two lengths that differ",
            bytes: post("Content-Length: 5\r\nContent-Length: 40", "hello" + smuggled)),
        Case(
            name: "two lengths that agree",
            bytes: post("Content-Length: 5\r\nContent-Length: 5", "hello" + smuggled)),
        Case(name: "a list of lengths", bytes: post("Content-Length: 5, 5", "hello" + smuggled)),
        Case(name: "length with a plus", bytes: post("Content-Length: +5", "hello" + smuggled)),
        Case(name: "negative length", bytes: post("Content-Length: -1", "hello" + smuggled)),
        Case(name: "hexadecimal length", bytes: post("Content-Length: 0x5", "hello" + smuggled)),
        Case(
            name: "length over 2^64",
            bytes: post("Content-Length: 18446744073709551621", "hello" + smuggled)),
        Case(name: "empty length", bytes: post("Content-Length:", smuggled)),
        Case(name: "length with a zero before", bytes: post("Content-Length: 05", "hello")),
        Case(
            name: "unknown transfer encoding", bytes: post("Transfer-Encoding: xchunked", chunked)),
        Case(
            name: "two transfer encodings in a list",
            bytes: post("Transfer-Encoding: identity, chunked", chunked)),
        Case(
            name: "transfer encoding twice",
            bytes: post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", chunked)),
        Case(name: "plain chunked", bytes: post("Transfer-Encoding: chunked", chunked)),
        Case(
            name: "space before the colon",
            bytes: post("Content-Length : \(smuggled.utf8.count)", smuggled)),
        Case(
            name: "folded transfer encoding", bytes: post("Transfer-Encoding:\r\n chunked", chunked)
        ),
        Case(name: "folded value", bytes: post("X: a\r\n Content-Length: 5", "hello" + smuggled)),
        Case(name: "line feeds only", bytes: "GET /a HTTP/1.1\nHost: a\n\n" + smuggled),
        Case(
            name: "line feed after the request line",
            bytes: "GET /a HTTP/1.1\nHost: a\r\n\r\n" + smuggled),
        Case(
            name: "line feed inside the fields",
            bytes: "GET /a HTTP/1.1\r\nHost: a\nX: b\r\n\r\n" + smuggled),
        Case(name: "carriage return in a value", bytes: post("X: a\rContent-Length: 5", smuggled)),
        Case(
            name: "chunks that end in line feeds",
            bytes: post("Transfer-Encoding: chunked", "5\nhello\n0\n\n" + smuggled)),
        Case(
            name: "chunk size over 2^64",
            bytes: post("Transfer-Encoding: chunked", "10000000000000005\r\nhello\r\n")),
        Case(
            name: "chunk size with 0x",
            bytes: post("Transfer-Encoding: chunked", "0x5\r\nhello\r\n0\r\n\r\n")),
        Case(
            name: "chunk with an extension",
            bytes: post("Transfer-Encoding: chunked", "5;a=b\r\nhello\r\n0\r\n\r\n")),
        Case(name: "no host", bytes: "GET /a HTTP/1.1\r\nX: a\r\n\r\n" + smuggled),
        Case(name: "two hosts", bytes: post("Host: b", smuggled)),
        Case(name: "host with a space", bytes: "GET /a HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Case(
            name: "transfer encoding in HTTP/1.0",
            bytes: "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked),
        Case(name: "HTTP/9.9", bytes: "GET /a HTTP/9.9\r\nHost: a\r\n\r\n" + smuggled),
        Case(name: "HTTP/1.2", bytes: "GET /a HTTP/1.2\r\nHost: a\r\n\r\n" + smuggled),
        Case(name: "no version", bytes: "GET /a\r\nHost: a\r\n\r\n" + smuggled),
        Case(name: "encoded NUL in the path", bytes: "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "raw NUL in the path", bytes: "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "NUL in a name", bytes: post("X\0: b", "")),
        Case(name: "NUL in a value", bytes: post("X: a\0b\r\nY: c", "")),
        Case(name: "NUL in the last value", bytes: post("X: a\0b", "")),
        Case(name: "encoded slash", bytes: "GET /..%2fa HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "dot segments", bytes: "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "bad percent encoding", bytes: "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "absolute target", bytes: "GET http://b/a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(
            name: "body of a GET",
            bytes: "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
        Case(name: "unknown method", bytes: "BREW /a HTTP/1.1\r\nHost: a\r\n\r\n" + smuggled),
        Case(name: "unknown expectation", bytes: post("Expect: tea\r\nContent-Length: 5", "hello")),
        Case(name: "field without a colon", bytes: post("Content-Length", smuggled)),
        Case(
            name: "target of 64 KiB",
            bytes: "GET /\(String(repeating: "a", count: 65_536)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(
            name: "field of 64 KiB",
            bytes: post("X: " + String(repeating: "a", count: 65_536), "")),
        Case(
            name: "5,000 fields",
            bytes: post((0..<5_000).map { "X\($0): a" }.joined(separator: "\r\n"), "")),
    ]

    @Test("answered 4xx or 5xx and closed, and nothing behind it is served", arguments: refused)
    func refuses(_ attack: Case) throws {
        let recorder = Recorder()
        let listener = try recorder.listen()
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send(attack.bytes)
        let received = connection.receive()
        #expect(received.isClosed)
        #expect(!received.statuses.isEmpty)
        #expect(received.statuses.allSatisfy { $0 >= 400 }, "\(received.text)")
        #expect(recorder.requests.isEmpty)
    }

    static let closed: [Case] = [
        Case(name: "space before the method", bytes: " GET /a HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "space in the target", bytes: "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
        Case(name: "TLS hello", bytes: "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}abc"),
    ]

    @Test("closed without a word", arguments: closed)
    func closes(_ attack: Case) throws {
        let recorder = Recorder()
        let listener = try recorder.listen { $0.deadlines.headMilliseconds = 200 }
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send(attack.bytes)
        let received = connection.receive()
        #expect(received.isClosed)
        #expect(received.bytes.isEmpty)
        #expect(recorder.requests.isEmpty)
    }

    @Test("A body is framed by its length, and pipelined requests are answered in order")
    func pipelining() throws {
        let recorder = Recorder()
        let listener = try recorder.listen()
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send(
            Self.post("Content-Length: 5", "hello") + "GET /b%20c?d=e+f HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /d HTTP/1.1\r\nHost:a\t \r\nEmpty:\r\nConnection: x, Close\r\n\r\n"
                + Self.smuggled)
        let received = connection.receive()
        #expect(received.statuses == [200, 200, 200])
        #expect(received.isClosed)
        let requests = recorder.requests
        #expect(requests.map(\.path) == ["/a", "/b%20c", "/d"])
        #expect(requests.map(\.query) == ["", "d=e+f", ""])
        #expect(requests.first?.body == Array("hello".utf8))
        #expect(requests.last?.fields["host"] == "a")
        #expect(requests.last?.fields["empty"] == "")
        #expect(requests.last?.peerAddress == "127.0.0.1")
    }

    @Test("A request that arrives byte by byte is the same request")
    func byteByByte() throws {
        let recorder = Recorder()
        let listener = try recorder.listen()
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        for path in ["/first", "/second"] {
            let text =
                "PUT \(path)?q HTTP/1.1\r\nHost: a\r\nX-Long: \(path)  \r\nCookie: a=b; c=d\r\n"
                + "Content-Length: 3\r\n\r\nabc"
            for byte in Array(text.utf8) { connection.send([byte]) }
            let received = connection.receive { $0.text.hasSuffix("served \(path)\n") }
            #expect(received.statuses == [200])
        }
        #expect(recorder.requests.map(\.path) == ["/first", "/second"])
        #expect(recorder.requests.map { $0.fields["Cookie"] } == ["a=b; c=d", "a=b; c=d"])
        #expect(recorder.requests.map(\.body) == [Array("abc".utf8), Array("abc".utf8)])
    }

    @Test("HTTP/1.0 is answered once and closed, whatever it asks for")
    func version10() throws {
        let recorder = Recorder()
        let listener = try recorder.listen()
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + Self.smuggled)
        let received = connection.receive()
        #expect(received.statuses == [200])
        #expect(received.isClosed)
        #expect(recorder.requests.map(\.path) == ["/a"])
    }

    @Test("HEAD is answered with the head of GET and no body")
    func head() throws {
        let listener = try Recorder().listen()
        defer { listener.stop() }
        let connection = try RawConnection(port: listener.port)
        connection.send("HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let text = connection.receive().text
        #expect(text.hasPrefix("HTTP/1.1 200 "))
        #expect(text.contains("Content-Length: 10"))
        #expect(text.contains("X-Content-Type-Options: nosniff"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }
}
