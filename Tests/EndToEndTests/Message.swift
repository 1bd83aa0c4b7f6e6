import Glibc

/// One HTTP message as it came over a connection: its octets, and where the body begins.
struct Message: Sendable {
    /// The head, with the empty line that ends it.
    var head: [UInt8]
    var body: [UInt8]

    var octets: [UInt8] { head + body }
    var lines: [String] {
        String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
    }
    var startLine: String { lines.first ?? "" }
    var isHead: Bool { startLine.hasPrefix("HEAD ") }

    /// So many octets of it; negative: all but so many.
    func beginning(_ count: Int) -> ArraySlice<UInt8> {
        count < 0 ? octets.dropLast(-count) : octets.prefix(count)
    }

    static let nothing = Message(head: [], body: [])

    init(head: [UInt8], body: [UInt8]) {
        self.head = head
        self.body = body
    }

    /// An answer of its own making.
    init(
        status: String = "200 OK", fields: [String], _ body: [UInt8],
        version: String = "HTTP/1.1"
    ) {
        let lines = ["\(version) \(status)"] + fields + ["", ""]
        self.init(head: Array(lines.joined(separator: "\r\n").utf8), body: body)
    }

    func field(_ name: String) -> String? {
        let line = lines.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { $0.drop { $0 != ":" }.dropFirst().drop { $0 == " " } }.map(String.init)
    }

    /// The message with other lines in its head; nothing stays nothing.
    func with(_ change: (inout [String]) -> Void) -> Message {
        guard !head.isEmpty else { return self }
        var lines = lines
        change(&lines)
        return Message(
            head: Array((lines + ["", ""]).joined(separator: "\r\n").utf8), body: body)
    }

    /// The message with another field in place of those of that name; nil takes them away.
    func with(_ name: String, _ value: String?) -> Message {
        with { lines in
            let start = lines.prefix(1)
            let rest = lines.dropFirst().filter {
                !$0.lowercased().hasPrefix(name.lowercased() + ":")
            }
            lines = start + rest + (value.map { ["\(name): \($0)"] } ?? [])
        }
    }

    // MARK: Reading

    /// The next message from a socket, framed by its `Content-Length`; nil if none comes whole.
    ///
    /// - Parameter hasBody: whether a body follows the head, whatever that says.
    static func read(from socket: Int32, hasBody: Bool = true) -> Message? {
        while let head = readHead(from: socket) {
            var message = Message(head: head, body: [])
            // Heads that only announce the answer are passed over.
            if message.startLine.hasPrefix("HTTP/1.1 1") { continue }
            if message.field("Expect") != nil {
                message = message.with("Expect", nil)
                Socket.sendAll(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)[...], to: socket)
            }
            let count = hasBody ? Int(message.field("Content-Length") ?? "0") ?? 0 : 0
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while message.body.count < count {
                let got = recv(socket, &buffer, min(buffer.count, count - message.body.count), 0)
                if got <= 0 { return nil }
                message.body += buffer[..<got]
            }
            return message
        }
        return nil
    }

    /// The octets up to the first empty line, and not one more.
    private static func readHead(from socket: Int32) -> [UInt8]? {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let end = Array("\r\n\r\n".utf8)
        while head.count < 65_536 {
            let seen = recv(socket, &buffer, buffer.count, Int32(MSG_PEEK))
            if seen <= 0 { return nil }
            let whole = head + buffer[..<seen]
            let found = (3..<max(3, whole.count)).first { whole[($0 - 3)...$0].elementsEqual(end) }
            let wanted = found.map { $0 + 1 - head.count } ?? seen
            let got = recv(socket, &buffer, wanted, 0)
            if got <= 0 { return nil }
            head += buffer[..<got]
            if found != nil { return head }
        }
        return nil
    }
}
