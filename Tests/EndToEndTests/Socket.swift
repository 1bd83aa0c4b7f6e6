import Foundation
import Glibc
import Testing

/// Sockets on this machine, as far as these tests need them.
enum Socket {
    /// A listening socket on a free port.
    static func listening() throws -> (socket: Int32, port: UInt16) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let port = withAddress(port: 0) { address, size -> UInt16? in
            guard bind(socket, address, size) == 0, listen(socket, 64) == 0 else { return nil }
            var bound = sockaddr_in()
            var boundSize = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isKnown = withUnsafeMutablePointer(to: &bound) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(socket, $0, &boundSize) == 0
                }
            }
            return isKnown ? UInt16(bigEndian: bound.sin_port) : nil
        }
        return (socket, try #require(port))
    }

    /// A connection to a port; nil if nothing listens there.
    static func connected(to port: UInt16) -> Int32? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if withAddress(port: port, { connect(socket, $0, $1) == 0 }) { return socket }
        close(socket)
        return nil
    }

    private static func withAddress<T>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> T
    ) rethrows -> T {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return try withUnsafePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Whether the other side still took all of it.
    @discardableResult
    static func sendAll(_ octets: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        var rest = octets
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Whoever closes the socket next resets its connection.
    static func abandon(_ socket: Int32) {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    static func reset(_ socket: Int32) {
        abandon(socket)
        close(socket)
    }
}
