import Foundation

/// What answers in the server's place; the server hears nothing.
extension Fault {
    /// An answer of somebody else.
    static func instead(
        _ name: String, status: String = "200 OK", fields: [String] = [], _ body: [UInt8]
    ) -> Fault {
        Fault(name: name) {
            var message = Message(status: status, fields: fields, body)
            message = message.with("Content-Length", "\(body.count)").with("Connection", "close")
            $0.send($0.request.isHead ? message.head : message.octets)
        }
    }

    static let page = instead(
        "a sign-in page", fields: ["Content-Type: text/html"],
        Array("<html>Sign in to the network</html>".utf8))
    static let noContent = Fault(name: "204 and nothing") {
        $0.send(Message(status: "204 No Content", fields: ["Connection: close"], []).head)
    }
    static let emptyObject = instead(
        "an empty object", fields: ["Content-Type: application/json"], Array("{}".utf8))
    static let gateway = instead(
        "502 of a proxy", status: "502 Bad Gateway", fields: ["Content-Type: text/html"],
        Array("<html>Bad Gateway</html>".utf8))
    static let unauthorized = instead(
        "401 of a proxy", status: "401 Unauthorized", fields: ["WWW-Authenticate: Basic"], [])
    static let notFound = instead(
        "404 of another site", status: "404 Not Found", fields: ["Content-Type: text/html"],
        Array("<html>Not Found</html>".utf8))
    static let garbage = Fault(name: "octets that are not HTTP") {
        $0.send((0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
    }
    static func noise(_ type: String) -> Fault {
        instead(
            "noise as \(type)", fields: ["Content-Type: \(type)"],
            (0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) })
    }

    /// To another place; who follows brings what the request carried.
    static func redirect(_ status: String, to url: String) -> Fault {
        instead("\(status) elsewhere", status: status, fields: ["Location: \(url)/v1/sync"], [])
    }

    // MARK: Without end

    static let endlessChunks = Fault(name: "chunks without end") { encounter in
        encounter.send(
            Message(fields: ["Content-Type: application/cbor", "Transfer-Encoding: chunked"], [])
                .head)
        let chunk = Array("40000\r\n".utf8) + [UInt8](repeating: 0x61, count: 0x40000) + [13, 10]
        while encounter.send(chunk) {}
    }
    static let endlessBody = Fault(name: "a body without a length or an end") { encounter in
        encounter.send(Message(fields: ["Content-Type: application/cbor"], []).head)
        let part = [UInt8](repeating: 0x61, count: 0x40000)
        while encounter.send(part) {}
    }
    static let hugeLength = Fault(name: "a length of a terabyte") { encounter in
        encounter.send(
            Message(
                fields: ["Content-Type: application/cbor", "Content-Length: 1099511627776"], []
            ).head)
        let part = [UInt8](repeating: 0x61, count: 0x40000)
        while encounter.send(part) {}
    }
    static let endlessHead = Fault(name: "a head without end") { encounter in
        encounter.send(Array("HTTP/1.1 200 OK\r\n".utf8))
        let part = Array(String(repeating: "X-More: and more\r\n", count: 1_000).utf8)
        while encounter.send(part) {}
    }
    static let endlessInterim = Fault(name: "interim answers without end") { encounter in
        let part = Array(
            String(repeating: "HTTP/1.1 100 Continue\r\nX: y\r\n\r\n", count: 1_000).utf8)
        while encounter.send(part) {}
    }

    // MARK: Bombs

    private static func bomb(_ name: String, coding: String, _ frame: [UInt8]) -> Fault {
        instead(
            name, fields: ["Content-Type: application/cbor", "Content-Encoding: \(coding)"], frame)
    }

    static let bombs = [
        bomb("1 GiB in 32 KiB", coding: "zstd", Bomb.zeros(1 << 30)),
        bomb("1 GiB that says so", coding: "zstd", Bomb.zeros(1 << 30, claimed: 1 << 30)),
        bomb("1 GiB that says 1 KiB", coding: "zstd", Bomb.zeros(1 << 30, claimed: 1 << 10)),
        bomb("a bomb in a frame", coding: "zstd", Bomb.wrapped(Bomb.zeros(1 << 30))),
        bomb("a bomb coded twice", coding: "zstd, zstd", Bomb.wrapped(Bomb.zeros(1 << 30))),
        bomb("another coding", coding: "gzip", [0x1F, 0x8B, 8, 0]),
    ]
}
