/// Writes and reads points in time as RFC 3339 text, without a calendar library.
public enum UTCTime: Sendable {
    /// How finely a time is written.
    public enum Precision: Sendable {
        /// `2026-11-23T14:01:07Z`, rounded down.
        case seconds
        /// `2026-11-23T14:01:07.250Z`.
        case milliseconds
    }

    private static let earliest: Int64 = -62_167_219_200_000
    private static let latest: Int64 = 253_402_300_799_999

    /// The text of a time in milliseconds since 1970 (RFC 3339, section 5.6), always in UTC; a
    /// time outside the years 0 to 9999, which the format cannot say, is shown as the nearest
    /// that it can.
    public static func text(_ milliseconds: Int64, _ precision: Precision = .seconds) -> String {
        let time = Int(min(max(milliseconds, earliest), latest))
        let dayLength = 86_400_000
        let days = (time >= 0 ? time : time - (dayLength - 1)) / dayLength
        let date = CivilDate(daysSince1970: days)
        let rest = time - days * dayLength
        var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
        text += "\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2))"
        text += ":\(padded(rest / 1000 % 60, 2))"
        if precision == .milliseconds { text += ".\(padded(rest % 1000, 3))" }
        return text + "Z"
    }

    /// The time of an RFC 3339 text in milliseconds since 1970, finer digits dropped; nil if
    /// the text is not one. A date alone means its first moment in UTC; a leap second counts as
    /// the second after it.
    public static func milliseconds(_ text: String) -> Int64? {
        guard text.utf8.count <= 64 else { return nil }
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
            scanner.skip("-"), let day = scanner.number(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let midnight = date.daysSince1970 * 86_400_000
        if scanner.isAtEnd { return Int64(midnight) }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(2), hour < 24, scanner.skip(":"),
            let minute = scanner.number(2), minute < 60, scanner.skip(":"),
            let second = scanner.number(2), second <= 60,
            let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd
        else { return nil }
        let seconds = (hour * 60 + minute - offset) * 60 + second
        return Int64(midnight + seconds * 1000 + fraction)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private struct Scanner {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool { index == bytes.count }

        mutating func skip(_ sign: Unicode.Scalar) -> Bool {
            guard index < bytes.count, UInt32(bytes[index]) == sign.value else { return false }
            index += 1
            return true
        }

        mutating func digit() -> Int? {
            guard index < bytes.count, (0x30...0x39).contains(bytes[index]) else { return nil }
            index += 1
            return Int(bytes[index - 1]) - 0x30
        }

        mutating func number(_ digits: Int) -> Int? {
            var result = 0
            for _ in 0..<digits {
                guard let digit = digit() else { return nil }
                result = result * 10 + digit
            }
            return result
        }

        /// Milliseconds after the second; nil for a point without digits.
        mutating func fraction() -> Int? {
            guard skip(".") else { return 0 }
            guard let first = digit() else { return nil }
            var (result, weight) = (first * 100, 10)
            while let next = digit() {
                result += next * weight
                weight /= 10
            }
            return result
        }

        /// Minutes that local time is ahead of UTC.
        mutating func offset() -> Int? {
            if skip("Z") || skip("z") { return 0 }
            let isBehind = skip("-")
            guard isBehind || skip("+"), let hours = number(2), hours < 24, skip(":"),
                let minutes = number(2), minutes < 60
            else { return nil }
            return (hours * 60 + minutes) * (isBehind ? -1 : 1)
        }
    }
}
