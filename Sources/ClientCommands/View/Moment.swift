import CivilTime
import CommandLine

/// A time in milliseconds since 1970 as it is shown; 0 stands for one that nobody knows, as of a
/// note from a file that says none.
enum Moment {
    static let unknown = "no date"

    /// How long ago it was, in few words.
    static func ago(_ milliseconds: UInt64, now: UInt64) -> String {
        milliseconds == 0
            ? unknown
            : RelativeTime.text(Int64(clamping: milliseconds), now: Int64(clamping: now))
    }

    /// To the second, for people.
    static func text(_ milliseconds: UInt64) -> String {
        milliseconds == 0 ? unknown : UTCTime.text(Int64(clamping: milliseconds))
    }

    /// To the second, for scripts; empty if unknown.
    static func plain(_ milliseconds: UInt64) -> String {
        milliseconds == 0 ? "" : UTCTime.text(Int64(clamping: milliseconds))
    }

    /// To the millisecond, for JSON; nil if unknown.
    static func json(_ milliseconds: UInt64) -> String? {
        milliseconds == 0 ? nil : UTCTime.text(Int64(clamping: milliseconds), .milliseconds)
    }
}
