import Glibc

/// Text on its way to a descriptor, gathered into few writes.
final class Output {
    private static let bufferedMax = 65_536

    private let descriptor: Int32
    private var waiting: [UInt8] = []
    private var isClosed = false
    /// Why something could not be written, if not because nobody reads it any more.
    private(set) var failure: String?

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func write(_ text: String) {
        if isClosed { return }
        waiting += text.utf8
        if waiting.count >= Self.bufferedMax { flush() }
    }

    func flush() {
        var start = 0
        while start < waiting.count, !isClosed {
            let count = waiting[start...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                start += count
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                if errno != EPIPE { failure = String(cString: strerror(errno)) }
                isClosed = true
            }
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
