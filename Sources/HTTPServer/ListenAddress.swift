import Glibc

/// Names the address and port a server listens on, as `HOST:PORT`.
public struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
    /// The numeric IPv4 or IPv6 address, IPv6 without brackets.
    public let host: String
    /// The TCP port; 0 lets the system pick one.
    public let port: UInt16

    private let isIPv6: Bool

    /// Names this machine only, the default: port 0 lets the system pick one.
    public static func loopback(port: UInt16 = 0) -> ListenAddress {
        ListenAddress(host: "127.0.0.1", port: port, isIPv6: false)
    }

    /// Reads `127.0.0.1:8080`, `[::1]:8080` or `localhost:8080`; names other than `localhost` are
    /// not looked up.
    /// - Throws: `ListenerError` with code `badAddress`.
    public init(_ text: String) throws(ListenerError) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: 0x3A), let port = Self.port(bytes[(colon + 1)...])
        else { throw Self.refused(text) }
        var host = Array(bytes[..<colon])
        let bracketed = host.first == 0x5B && host.last == 0x5D && host.count > 2
        if bracketed { host = Array(host.dropFirst().dropLast()) }
        let name = String(decoding: host, as: UTF8.self)
        if host == Array("localhost".utf8) {
            self = .loopback(port: port)
        } else if Self.isNumeric(name, family: bracketed ? AF_INET6 : AF_INET) {
            self.init(host: name, port: port, isIPv6: bracketed)
        } else {
            throw Self.refused(text)
        }
    }

    private init(host: String, port: UInt16, isIPv6: Bool) {
        self.host = host
        self.port = port
        self.isIPv6 = isIPv6
    }

    /// The same host with another port.
    func with(port: UInt16) -> ListenAddress {
        ListenAddress(host: host, port: port, isIPv6: isIPv6)
    }

    /// The address as `HOST:PORT`, IPv6 in brackets.
    public var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Calls `body` with the address as the system wants it.
    func withSocketAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { bytes in
            if isIPv6 {
                let address = bytes.assumingMemoryBound(to: sockaddr_in6.self)
                address[0].sin6_family = sa_family_t(AF_INET6)
                address[0].sin6_port = port.bigEndian
                inet_pton(AF_INET6, host, &address[0].sin6_addr)
            } else {
                let address = bytes.assumingMemoryBound(to: sockaddr_in.self)
                address[0].sin_family = sa_family_t(AF_INET)
                address[0].sin_port = port.bigEndian
                inet_pton(AF_INET, host, &address[0].sin_addr)
            }
            let size = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
            return bytes.withMemoryRebound(to: sockaddr.self) { rebound in
                rebound.baseAddress.map { body($0, socklen_t(size)) } ?? body([], 0)
            }
        }
    }

    /// The family for `socket(2)`.
    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    private static func port(_ digits: some Collection<UInt8>) -> UInt16? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }

    private static func isNumeric(_ host: String, family: Int32) -> Bool {
        var address = in6_addr()
        return !host.utf8.contains(0) && inet_pton(family, host, &address) == 1
    }

    private static func refused(_ text: String) -> ListenerError {
        ListenerError(
            code: .badAddress,
            message: "cannot read the listen address '\(text)': "
                + "write it as 127.0.0.1:8080 or [::1]:8080")
    }
}
