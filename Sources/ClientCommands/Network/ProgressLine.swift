import Glibc
import HTTPClient
import Synchronization

/// One line on the terminal that says how far an exchange is, once it has taken half a second.
final class ProgressLine: Sendable {
    private static let firstNanoseconds: UInt64 = 500_000_000
    private static let everyNanoseconds: UInt64 = 100_000_000

    private struct State {
        let start: UInt64
        var shown: UInt64?
    }

    private let state = Mutex(State(start: ProgressLine.now()))

    /// Shows the figures, unless it is too early or they were shown a moment ago.
    func show(_ progress: TransferProgress) {
        let sent = Self.size(progress.sentBytes)
        show("sent \(sent), received \(Self.size(progress.receivedBytes)) …")
    }

    /// The same for what is told in words.
    func show(_ words: String) {
        let now = Self.now()
        let isDue = state.withLock { state in
            let due = state.shown.map { $0 &+ Self.everyNanoseconds }
            guard now >= due ?? (state.start &+ Self.firstNanoseconds) else { return false }
            state.shown = now
            return true
        }
        if isDue { Self.write("\r\u{1B}[K" + words) }
    }

    /// Takes the line away, so that what follows begins on an empty one.
    func clear() {
        let wasShown = state.withLock { state in
            defer { state.shown = nil }
            return state.shown != nil
        }
        if wasShown { Self.write("\r\u{1B}[K") }
    }

    private static func size(_ octets: Int) -> String {
        octets < 10_000
            ? "\(octets) B"
            : octets < 10_000_000 ? "\(octets / 1_000) kB" : "\(octets / 1_000_000) MB"
    }

    private static func now() -> UInt64 {
        var time = timespec()
        guard clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    /// Straight to standard error: while libcurl runs, nothing else writes there.
    private static func write(_ text: String) {
        let octets = Array(text.utf8)
        _ = octets.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
