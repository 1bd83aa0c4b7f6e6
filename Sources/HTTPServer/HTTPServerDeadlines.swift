/// Bounds how long a client may take; a connection beyond a deadline is closed without an answer.
///
/// The deadlines are absolute: a byte now and then does not move them. Milliseconds.
public struct HTTPServerDeadlines: Equatable, Sendable {
    /// From the first byte of a connection, or the request line of a later request, to the end of
    /// its head.
    public var headMilliseconds: Int = 10_000
    /// From the end of a response to the request line of the next request.
    public var idleMilliseconds: Int = 30_000
    /// What a body or a response may take before `bytesPerSecondMin` counts.
    public var transferGraceMilliseconds: Int = 10_000
    /// The least mean rate of a body or a response, in bytes a second, at least 1.
    public var bytesPerSecondMin: Int = 1_024
    /// The longest a body or a response may take at any rate.
    public var transferMillisecondsMax: Int = 600_000
    /// While an eighth or less of all connections is free: the longest that a client may take for a
    /// head, for 16 KiB of a body, or until its next request, so that slow clients do not keep the
    /// others out.
    public var crowdedMilliseconds: Int = 1_000
    /// How long `HTTPListener.stop()` waits for requests under way.
    public var drainMilliseconds: Int = 10_000

    /// Starts from the defaults.
    public init() {}

    /// The time from the start of a transfer until it must have moved more than `bytes`.
    func transferMilliseconds(afterBytes bytes: Int) -> Int64 {
        let rated = Int64(bytes) &* 1_000 / Int64(max(1, bytesPerSecondMin))
        return min(Int64(transferMillisecondsMax), Int64(transferGraceMilliseconds) &+ rated)
    }
}
