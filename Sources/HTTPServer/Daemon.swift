import CMicroHTTPD
import Glibc
import HTTPMessage

/// Owns the library's threads.
// Sendable: the pointer is used by `HTTPListener.stop()` only, once.
struct Daemon: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let service: Unmanaged<Service>

    /// Starts the threads.
    /// - Returns: `nil` when the library refuses; `socket` stays the caller's then.
    init?(listeningOn socket: Int32, for service: Service) {
        let configuration = service.configuration
        let context = Unmanaged.passRetained(service)
        let opaque = context.toOpaque()
        let threads = max(1, configuration.threads)
        var options = [
            Self.number(.LISTEN_SOCKET, Int(socket)),
            Self.number(.THREAD_POOL_SIZE, threads),
            Self.number(.CONNECTION_LIMIT, max(threads, configuration.connectionsMax)),
            Self.number(
                .PER_IP_CONNECTION_LIMIT, max(1, configuration.connectionsPerAddressMax)),
            Self.number(
                .CONNECTION_MEMORY_LIMIT,
                max(Self.memoryBytesMin, 4 * configuration.limits.headBytesMax)),
            Self.number(.CONNECTION_TIMEOUT, 0),
            Self.number(.STRICT_FOR_CLIENT, 1),
            Self.callback(
                .URI_LOG_CALLBACK, unsafeBitCast(Callbacks.target, to: Int.self), opaque),
            Self.callback(
                .UNESCAPE_CALLBACK, unsafeBitCast(Callbacks.unescape, to: Int.self), nil),
            Self.callback(
                .NOTIFY_COMPLETED, unsafeBitCast(Callbacks.completed, to: Int.self), nil),
            Self.callback(
                .NOTIFY_CONNECTION, unsafeBitCast(Callbacks.connection, to: Int.self),
                opaque),
            Self.number(.END, 0),
        ]
        let flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        guard let started = postil_mhd_start(flags, Callbacks.access, opaque, &options) else {
            context.release()
            return nil
        }
        pointer = started
        self.service = context
    }

    /// A quarter is for the head, and half of the rest for reading a body.
    private static let memoryBytesMin = 32 << 10

    /// Refuses further connections; those that are there go on.
    ///
    /// Each of the library's threads takes the socket out of its own set later, and ends the
    /// process if it is closed by then: so it is only shut, and closed by `stop`.
    /// - Returns: the socket to hand to `stop`; negative if the library had none.
    func stopListening() -> Int32 {
        let socket = MHD_quiesce_daemon(pointer)
        if socket >= 0 { shutdown(socket, Int32(SHUT_RD)) }
        return socket
    }

    /// Ends the connections and the threads, and closes the socket they listened on. No connection
    /// may be suspended.
    func stop(closing socket: Int32) {
        MHD_stop_daemon(pointer)
        if socket >= 0 { close(socket) }
        service.release()
    }

    private static func number(_ option: MHD_OPTION, _ value: Int) -> MHD_OptionItem {
        MHD_OptionItem(option: option, value: value, ptr_value: nil)
    }

    private static func callback(
        _ option: MHD_OPTION, _ function: Int, _ context: UnsafeMutableRawPointer?
    ) -> MHD_OptionItem {
        MHD_OptionItem(option: option, value: function, ptr_value: context)
    }
}
