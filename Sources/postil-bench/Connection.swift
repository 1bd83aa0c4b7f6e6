import Glibc

/// One kept connection to a server on this machine, with as little of HTTP as a measurement needs.
final class Connection {
    struct Response {
        let status: Int
        let body: [UInt8]
        /// Octets of the head.
        let head: Int
    }

    let file: Int32
    private let host: String
    private var input: [UInt8] = []

    init(port: Int) throws {
        host = "127.0.0.1:\(port)"
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard file >= 0, result == 0 else { throw BenchError("no server at \(host)") }
        var one: Int32 = 1
        setsockopt(
            file, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(file) }

    /// The octets of a POST.
    func message(_ path: String, _ body: [UInt8], type: String, token: String?) -> [UInt8] {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        let head =
            "POST \(path) HTTP/1.1\r\nHost: \(host)\r\n\(authorization)"
            + "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes { bytes in
                Glibc.send(
                    file, bytes.baseAddress?.advanced(by: sent), octets.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchError("the server hung up") }
            sent += count
        }
    }

    /// Waits for more octets, and returns the response once it is whole.
    func receive() throws -> Response? {
        let room = 65_536
        let start = input.count
        input.append(contentsOf: repeatElement(0, count: room))
        let count = input.withUnsafeMutableBytes { bytes in
            recv(file, bytes.baseAddress?.advanced(by: start), room, 0)
        }
        input.removeLast(room - max(count, 0))
        guard count > 0 else { throw BenchError("the server hung up") }
        return try whole()
    }

    /// Sends, and waits for the whole response.
    func exchange(_ octets: [UInt8]) throws -> Response {
        try send(octets)
        while true {
            if let response = try receive() { return response }
        }
    }

    private func whole() throws -> Response? {
        let mark: [UInt8] = [13, 10, 13, 10]
        let searched = input.prefix(4_096)
        guard searched.count >= 4,
            let end = searched.indices.dropLast(3).first(where: {
                searched[$0..<$0 + 4].elementsEqual(mark)
            })
        else { return nil }
        let lines = String(decoding: input[..<end], as: UTF8.self).split(separator: "\r\n")
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let name = "content-length:"
        let length = lines.first { $0.lowercased().hasPrefix(name) }
            .flatMap { Int($0.dropFirst(name.count).drop { $0 == " " }) }
        guard let status, let length else { throw BenchError("a response cannot be read") }
        let head = end + 4
        guard input.count >= head + length else { return nil }
        let body = Array(input[head..<head + length])
        input.removeFirst(head + length)
        return Response(status: status, body: body, head: head)
    }
}
