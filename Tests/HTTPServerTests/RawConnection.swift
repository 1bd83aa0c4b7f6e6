import Glibc

/// Speaks bytes to a port of this machine, so that a test can send what no client would.
final class RawConnection {
    struct NoConnection: Error {}

    private let socket: Int32

    init(port: UInt16) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        guard socket >= 0 else { throw NoConnection() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        if result != 0 { throw NoConnection() }
    }

    deinit { close(socket) }

    /// Sends all of `bytes`, or as much as the other end takes.
    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(
                    socket, all.baseAddress?.advanced(by: sent), all.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

    struct Received {
        var bytes: [UInt8] = []
        /// Whether the other end closed; else `milliseconds` of silence passed.
        var isClosed = false

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The status codes of all responses in the bytes.
        var statuses: [Int] {
            let lines = bytes.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            return lines.compactMap { line in
                line.utf8.starts(with: "HTTP/1.".utf8) ? Int(line.dropFirst(9).prefix(3)) : nil
            }
        }
    }

    /// Reads until the other end closes, `enough` holds, or nothing comes for `milliseconds`.
    func receive(
        milliseconds: Int32 = 5_000, until enough: (Received) -> Bool = { _ in false }
    ) -> Received {
        var received = Received()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while !enough(received) {
            var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, milliseconds) > 0 else { return received }
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else {
                received.isClosed = true
                return received
            }
            received.bytes += chunk[..<count]
        }
        return received
    }
}
