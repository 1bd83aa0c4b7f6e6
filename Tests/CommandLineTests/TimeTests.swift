import CivilTime
import CommandLine
import Testing

@Suite("UTCTime and RelativeTime")
struct TimeTests {
    @Test(
        "distances are said in few words",
        arguments: [
            (0, "now"), (59_999, "now"), (60_000, "1 min"), (3_599_999, "59 min"),
            (3_600_000, "1 h"),
            (86_399_999, "23 h"), (86_400_000, "1 day"), (13 * 86_400_000, "13 days"),
            (14 * 86_400_000, "2 weeks"), (61 * 86_400_000, "2 months"),
            (365 * 86_400_000, "1 year"),
            (800 * 86_400_000, "2 years"), (-59_999, "now"), (-60_000, "in 1 min"),
            (-2 * 86_400_000, "in 2 days"),
        ] as [(Int64, String)])
    func relative(_ age: Int64, _ words: String) {
        #expect(RelativeTime.text(1_000_000_000_000 - age, now: 1_000_000_000_000) == words)
    }

    @Test("the farthest times do not trap")
    func extremes() {
        #expect(RelativeTime.text(.min, now: .max).hasSuffix("years"))
        #expect(RelativeTime.text(.max, now: .min).hasPrefix("in "))
        #expect(UTCTime.text(.max) == "9999-12-31T23:59:59Z")
        #expect(UTCTime.text(.min) == "0000-01-01T00:00:00Z")
    }

    @Test(
        "times are written and read in RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_709_164_800_250, "2024-02-29T00:00:00.250Z"),
            (1_795_442_467_000, "2026-11-23T14:01:07.000Z"),
            (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func instants(_ time: Int64, _ text: String) {
        #expect(UTCTime.text(time, .milliseconds) == text)
        #expect(UTCTime.milliseconds(text) == time)
    }

    @Test("other forms of RFC 3339 mean the same moment")
    func forms() {
        let time: Int64 = 1_795_442_467_000
        for text in [
            "2026-11-23T14:01:07Z", "2026-11-23t14:01:07z", "2026-11-23 14:01:07Z",
            "2026-11-23T15:01:07+01:00", "2026-11-23T08:31:07-05:30", "2026-11-23T14:01:07.0009Z",
        ] {
            #expect(UTCTime.milliseconds(text) == time, "\(text)")
        }
        #expect(UTCTime.milliseconds("2026-11-23") == time - 50_467_000)
        #expect(UTCTime.milliseconds("2016-12-31T23:59:60Z") == UTCTime.milliseconds("2017-01-01"))
        #expect(UTCTime.milliseconds("1970-01-01T00:00:00.5Z") == 500)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "2026", "2026-11", "2026-1-1", "2026-13-01", "2026-00-01", "2026-02-29",
            "2026-04-31",
            "2026-11-23T", "2026-11-23T14:01Z", "2026-11-23T24:00:00Z", "2026-11-23T14:60:00Z",
            "2026-11-23T14:01:61Z", "2026-11-23T14:01:07", "2026-11-23T14:01:07.Z",
            "2026-11-23T14:01:07Zx", "2026-11-23T14:01:07+1:00", "1900-02-29", "２026-11-23",
            " 2026-11-23",
        ])
    func refused(_ text: String) {
        #expect(UTCTime.milliseconds(text) == nil)
    }

    @Test("every time within the years 0 to 9999 reads back", arguments: 0..<300)
    func roundTrip(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        let time = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &random)
        #expect(UTCTime.milliseconds(UTCTime.text(time, .milliseconds)) == time)
    }
}
