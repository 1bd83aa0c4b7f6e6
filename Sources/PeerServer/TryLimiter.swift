import Synchronization

/// Counts failed tries a minute and address, in a table of bounded size.
///
/// When the table is full, all further addresses share one place.
final class TryLimiter: Sendable {
    private struct Window {
        var minute: UInt64 = 0
        var tries: [String: Int] = [:]
    }

    private let triesMax: Int
    private let addressesMax: Int
    private let window = Mutex(Window())

    init(triesMax: Int = 20, addressesMax: Int = 4_096) {
        self.triesMax = triesMax
        self.addressesMax = addressesMax
    }

    /// Whether the address has failed too often in this minute; `now` in ms.
    func isOver(_ address: String, now: UInt64) -> Bool {
        window.withLock { window in
            Self.turn(&window, now)
            return window.tries[place(address, window), default: 0] >= triesMax
        }
    }

    /// Notes a failure.
    func note(_ address: String, now: UInt64) {
        window.withLock { window in
            Self.turn(&window, now)
            window.tries[place(address, window), default: 0] += 1
        }
    }

    private static func turn(_ window: inout Window, _ now: UInt64) {
        let minute = now / 60_000
        if minute != window.minute { window = Window(minute: minute) }
    }

    private func place(_ address: String, _ window: Window) -> String {
        window.tries[address] != nil || window.tries.count < addressesMax ? address : ""
    }
}
