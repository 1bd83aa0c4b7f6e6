import Glibc

/// Notices when a transfer no longer moves.
///
/// libcurl has a limit of its own, but it averages over five seconds before it counts.
struct StallClock {
    private let millisecondsMax: Int
    private var lastMoved: Int?
    private var since = 0

    init(millisecondsMax: Int) { self.millisecondsMax = max(1, millisecondsMax) }

    /// Says whether `moved`, a number that grows with each byte, has stood still for too long.
    mutating func isOver(moved: Int) -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let milliseconds = now.tv_sec &* 1_000 &+ now.tv_nsec / 1_000_000
        if moved != lastMoved {
            lastMoved = moved
            since = milliseconds
        }
        return milliseconds - since >= millisecondsMax
    }
}
