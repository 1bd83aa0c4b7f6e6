import Octets
import Testing

@Suite("Octets16 is sixteen octets in their order")
struct Octets16Tests {
    private let counting = (0..<16).map { UInt8($0) }

    @Test("octets come back as they went in", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let octets = random.octets(16)
        let value = try #require(Octets16(octets))
        #expect(value.octets == octets)
        #expect(Octets16(high: value.high, low: value.low) == value)
    }

    @Test("the first octet is the most significant")
    func halves() throws {
        let value = try #require(Octets16(counting))
        #expect(value.high == 0x0001_0203_0405_0607)
        #expect(value.low == 0x0809_0a0b_0c0d_0e0f)
    }

    @Test("any collection of octets will do, a slice that begins elsewhere too")
    func slices() throws {
        let value = try #require(Octets16(counting))
        let slice = ([9, 9] + counting + [9])[2..<18]
        #expect(Octets16(slice) == value)
        #expect(Octets16(counting.reversed().reversed() as ReversedCollection) == value)
    }

    @Test("any other count is refused", arguments: [0, 1, 8, 15, 17, 32])
    func refusal(count: Int) {
        #expect(Octets16([UInt8](repeating: 7, count: count)) == nil)
    }

    @Test(
        "the order is that of the octets, as unsigned numbers", arguments: 0..<50 as Range<UInt64>)
    func order(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let start = random.octets(16)
        // Most pairs share a beginning, so that late octets decide as well.
        let shared = Int(random.next() % 17)
        let other = Array(start.prefix(shared)) + random.octets(16 - shared)
        let left = try #require(Octets16(start))
        let right = try #require(Octets16(other))
        #expect((left < right) == start.lexicographicallyPrecedes(other))
        #expect((right < left) == other.lexicographicallyPrecedes(start))
        #expect((left == right) == (start == other))
    }

    @Test("an octet above 127 is larger than one below")
    func unsigned() {
        #expect(Octets16(high: 1 << 63, low: 0) > Octets16(high: 1, low: .max))
        #expect(Octets16(high: 0, low: 1 << 63) > Octets16(high: 0, low: 1))
    }

    @Test("appending adds the octets at the end and keeps what was there")
    func appending() throws {
        let value = try #require(Octets16(counting))
        var output: [UInt8] = [200]
        value.append(to: &output)
        #expect(output == [200] + counting)
    }

    @Test("zero is all octets zero")
    func zero() {
        #expect(Octets16.zero.octets == [UInt8](repeating: 0, count: 16))
        #expect(Octets16.zero < Octets16(high: 0, low: 1))
    }
}
