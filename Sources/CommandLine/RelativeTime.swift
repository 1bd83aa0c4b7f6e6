/// Tells how long ago something was, in the few words that fit beside a name.
public enum RelativeTime: Sendable {
    /// The distance between two times in milliseconds since 1970: `now`, `5 min`, `3 h`,
    /// `1 day`, `2 weeks`, `4 months`, `1 year`; `in 5 min` for what is yet to come.
    ///
    /// Less than a minute is `now`, on both sides: clocks of two machines differ by as much.
    public static func text(_ then: Int64, now: Int64) -> String {
        let (difference, isOverflow) = now.subtractingReportingOverflow(then)
        let isFuture = then > now
        let milliseconds = isOverflow ? UInt64.max : difference.magnitude
        let minutes = milliseconds / 60_000
        guard minutes > 0 else { return "now" }
        let words = distance(minutes)
        return isFuture ? "in \(words)" : words
    }

    private static func distance(_ minutes: UInt64) -> String {
        let days = minutes / 1440
        switch minutes {
        case ..<60: return "\(minutes) min"
        case ..<1440: return "\(minutes / 60) h"
        default: break
        }
        switch days {
        case ..<14: return counted(days, "day")
        case ..<61: return counted(days / 7, "week")
        case ..<365: return counted(days / 30, "month")
        default: return counted(days / 365, "year")
        }
    }

    private static func counted(_ count: UInt64, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }
}
