import CivilTime

/// A span of time as `since:` and `until:` name it.
struct QueryTime {
    /// Its first millisecond since 1970.
    let start: UInt64
    /// The millisecond behind its last.
    let end: UInt64

    private static let day: UInt64 = 86_400_000
    private static let units: [(name: String, milliseconds: UInt64)] = [
        ("min", 60_000), ("h", 3_600_000), ("d", day), ("w", 7 * day),
    ]

    /// Reads a day (in UTC), a moment of RFC 3339, `today`, or a number of minutes, hours, days or
    /// weeks before `now`; nil for anything else.
    init?(_ text: String, now: UInt64) {
        let word = text.lowercased()
        if word == "today" {
            start = now - now % Self.day
            end = start + Self.day
            return
        }
        for unit in Self.units where word.hasSuffix(unit.name) {
            let number = word.dropLast(unit.name.count)
            guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = UInt64(number)
            else { continue }
            let (span, isTooLong) = count.multipliedReportingOverflow(by: unit.milliseconds)
            start = isTooLong || span > now ? 0 : now - span
            end = start
            return
        }
        guard let moment = UTCTime.milliseconds(text), let first = UInt64(exactly: moment) else {
            return nil
        }
        start = first
        // A day alone is meant to its end; a moment is meant itself.
        end = first + (text.utf8.count == 10 ? Self.day : 1)
    }
}
