import Glibc

/// Reads the clock that only moves forward.
enum MonotonicClock {
    /// Milliseconds since an unknown start.
    static var milliseconds: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) &* 1_000 &+ Int64(now.tv_nsec) / 1_000_000
    }
}
