/// Gives out ever larger timestamps that follow what has been seen (Kulkarni et al., 2014).
public struct HybridLogicalClock: Hashable, Sendable {
    /// How far a received timestamp may move this clock past the wall clock, in milliseconds.
    public static let leadMillisecondsMax: UInt64 = 60_000

    /// The largest timestamp given out or followed.
    public private(set) var latest: HybridTimestamp

    /// Goes on from `latest`.
    public init(latest: HybridTimestamp = HybridTimestamp(bits: 0)) {
        self.latest = latest
    }

    /// Gives out a timestamp larger than all before.
    public mutating func next(nowMilliseconds: UInt64) -> HybridTimestamp {
        let wall = HybridTimestamp(milliseconds: nowMilliseconds, count: 0)
        let (following, overflow) = latest.bits.addingReportingOverflow(1)
        latest = HybridTimestamp(bits: max(wall.bits, overflow ? latest.bits : following))
        return latest
    }

    /// Moves past `remote`, at most 60 s beyond the wall clock: one wrong clock must not drag the
    /// others.
    public mutating func follow(_ remote: HybridTimestamp, nowMilliseconds: UInt64) {
        let (sum, overflow) = nowMilliseconds.addingReportingOverflow(Self.leadMillisecondsMax)
        let bound = HybridTimestamp(milliseconds: overflow ? .max : sum, count: .max)
        latest = max(latest, min(remote, bound))
    }
}
