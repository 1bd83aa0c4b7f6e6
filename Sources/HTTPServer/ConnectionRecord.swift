import CMicroHTTPD
import Glibc
import Synchronization

/// Keeps what the server knows of one connection: who is there, and until when it may stay.
final class ConnectionRecord: Sendable {
    let socket: Int32
    let peerAddress: String
    private let deadline: Atomic<Int64>
    private let waitsSince: Atomic<Int64>

    init(socket: Int32, peerAddress: String, milliseconds: Int) {
        self.socket = socket
        self.peerAddress = peerAddress
        let now = MonotonicClock.milliseconds
        deadline = Atomic(now &+ Int64(milliseconds))
        waitsSince = Atomic(now)
    }

    /// Lets the connection stay until `moment` on the monotonic clock, in milliseconds.
    func setDeadline(_ moment: Int64) { deadline.store(moment, ordering: .relaxed) }

    /// Lets the connection stay for as long as the handler takes.
    func clearDeadline() { setDeadline(.max) }

    /// The server waits for the client since `moment`; `Int64.max`: it does not.
    func setWaiting(since moment: Int64) { waitsSince.store(moment, ordering: .relaxed) }

    /// Ends the connection for both sides if it is past its deadline, or if it has been waited for
    /// since before `crowdedMoment`; the library finds it closed and frees it.
    func shutIfPast(_ moment: Int64, waitedForSince crowdedMoment: Int64) {
        guard
            moment > deadline.load(ordering: .relaxed)
                || crowdedMoment > waitsSince.load(ordering: .relaxed)
        else { return }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// The numeric address at the other end, empty when it cannot be read.
    static func peerAddress(of connection: OpaquePointer) -> String {
        guard let address = postil_mhd_peer(connection) else { return "" }
        let isIPv6 = Int32(address.pointee.sa_family) == AF_INET6
        let size = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
            let result = getnameinfo(
                address, socklen_t(size), text.baseAddress, socklen_t(text.count), nil, 0,
                NI_NUMERICHOST)
            guard result == 0, let start = text.baseAddress else { return "" }
            return String(cString: start)
        }
    }
}
