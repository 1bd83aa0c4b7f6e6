import Glibc

/// Opens the socket a server listens on.
enum ListeningSocket {
    /// Returns a listening, non-blocking socket and the address it got.
    ///
    /// The address may be reused at once after a stop or a kill (`SO_REUSEADDR`); it is never
    /// shared with another program that listens.
    static func open(
        at address: ListenAddress
    ) throws(ListenerError) -> (socket: Int32, address: ListenAddress) {
        let kind =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(address.family, kind, 0)
        guard socket >= 0 else { throw failure(address, errno) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, size)
        if address.family == AF_INET6 {
            setsockopt(socket, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, size)
        }
        guard address.withSocketAddress({ bind(socket, $0, $1) }) == 0, listen(socket, 1_024) == 0
        else {
            let reason = errno
            close(socket)
            throw failure(address, reason)
        }
        return (socket, address.with(port: port(of: socket)))
    }

    private static func port(of socket: Int32) -> UInt16 {
        var storage = sockaddr_in6()
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &size)
            }
        }
        // The port stands at the same place in the IPv4 and the IPv6 form.
        return UInt16(bigEndian: storage.sin6_port)
    }

    private static func failure(_ address: ListenAddress, _ reason: Int32) -> ListenerError {
        if reason == EADDRINUSE {
            return ListenerError(
                code: .addressInUse,
                message: "cannot listen on \(address): another program does; choose another port")
        }
        let text = strerror(reason).map { String(cString: $0) } ?? "error \(reason)"
        return ListenerError(
            code: .cannotListen, message: "cannot listen on \(address): \(text)")
    }
}
