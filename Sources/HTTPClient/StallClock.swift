import Glibc

/// Notices when a transfer no longer moves, or moves too slowly to come to an end.
///
/// libcurl has limits of its own, but they count the last five seconds, and a byte now and then
/// would do for the one against silence.
struct StallClock {
    enum Verdict { case goesOn, isSilent, isTooSlow }

    private let millisecondsMax: Int
    private let graceMilliseconds: Int
    private let bytesPerSecondMin: Int
    private var start: (milliseconds: Int, moved: Int)?
    private var lastMoved: Int?
    private var since = 0

    init(_ configuration: CurlConfiguration) {
        millisecondsMax = max(1, configuration.stallMillisecondsMax)
        graceMilliseconds = max(1, configuration.graceMilliseconds)
        bytesPerSecondMin = max(1, configuration.bytesPerSecondMin)
    }

    /// Judges by `moved`, a number that grows with each byte.
    mutating func judge(moved: Int) -> Verdict {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let milliseconds = now.tv_sec &* 1_000 &+ now.tv_nsec / 1_000_000
        if moved != lastMoved {
            lastMoved = moved
            since = milliseconds
        }
        if milliseconds - since >= millisecondsMax { return .isSilent }
        let start = start ?? (milliseconds, moved)
        self.start = start
        let rated = (moved &- start.moved) &* 1_000 / bytesPerSecondMin
        return milliseconds - start.milliseconds > graceMilliseconds &+ rated
            ? .isTooSlow : .goesOn
    }
}
