import Glibc
import HTTPClient
import JSON
import Synchronization

/// Says how far an exchange is, once it has taken half a second: on one line of the terminal, or
/// as events for a program, a line of JSON each.
final class ProgressLine: Sendable {
    enum Form {
        case line
        case events
    }

    private static let firstNanoseconds: UInt64 = 500_000_000
    private static let everyNanoseconds: UInt64 = 100_000_000

    private struct State {
        let start: UInt64
        var shown: UInt64?
    }

    private let form: Form
    private let state = Mutex(State(start: ProgressLine.now()))

    init(_ form: Form = .line) { self.form = form }

    /// Shows the figures, unless it is too early or they were shown a moment ago.
    func show(_ progress: TransferProgress) {
        let (sent, received) = (progress.sentBytes, progress.receivedBytes)
        show("sent \(Self.size(sent)), received \(Self.size(received)) …") {
            $0.member("sentBytes", sent)
            $0.member("receivedBytes", received)
        }
    }

    /// The same for a count of records.
    func show(records: Int) {
        show("\(records) records …") { $0.member("records", records) }
    }

    private func show(_ words: String, _ members: (inout JSONWriter) -> Void) {
        let now = Self.now()
        let isDue = state.withLock { state in
            let due = state.shown.map { $0 &+ Self.everyNanoseconds }
            guard now >= due ?? (state.start &+ Self.firstNanoseconds) else { return false }
            state.shown = now
            return true
        }
        guard isDue else { return }
        switch form {
        case .line: Self.write("\r\u{1B}[K" + words, to: STDERR_FILENO)
        case .events:
            var writer = JSONWriter()
            writer.object { event in
                event.member("v", 1)
                event.member("type", "progress")
                members(&event)
            }
            Self.write(writer.text + "\n", to: STDOUT_FILENO)
        }
    }

    /// Takes the line away, so that what follows begins on an empty one.
    func clear() {
        let wasShown = state.withLock { state in
            defer { state.shown = nil }
            return state.shown != nil
        }
        if wasShown, form == .line { Self.write("\r\u{1B}[K", to: STDERR_FILENO) }
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

    /// Straight there: before the end of an exchange nothing else is said.
    private static func write(_ text: String, to file: Int32) {
        let octets = Array(text.utf8)
        _ = octets.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    }
}
