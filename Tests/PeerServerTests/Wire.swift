import Glibc

/// One request over a connection of its own.
enum Wire {
    struct Failure: Error {}

    static func ask(
        _ port: UInt16, _ method: String, _ path: String, _ token: String?, body: [UInt8] = []
    ) throws -> (status: Int, body: [UInt8]) {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { throw Failure() }
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        head += "Content-Length: \(body.count)\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        send(file, Array((head + "\r\n").utf8) + body)
        return try split(receive(file))
    }

    private static func send(_ file: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    private static func receive(_ file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(file, &part, part.count, 0)
            if count <= 0 { return bytes }
            bytes += part.prefix(count)
        }
    }

    private static func split(_ bytes: [UInt8]) throws -> (status: Int, body: [UInt8]) {
        guard let end = bytes.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]),
            let status = Int(String(decoding: bytes.dropFirst(9).prefix(3), as: UTF8.self))
        else { throw Failure() }
        return (status, Array(bytes[end.upperBound...]))
    }
}
