import Octets
import Testing

@Suite("Octets32 is thirty-two octets in their order")
struct Octets32Tests {
    @Test("octets come back as they went in", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let octets = random.octets(32)
        let value = try #require(Octets32(octets))
        #expect(value.octets == octets)
        #expect(value.first.octets == Array(octets.prefix(16)))
        #expect(value.second.octets == Array(octets.suffix(16)))
        #expect(Octets32(first: value.first, second: value.second) == value)
    }

    @Test("a slice that begins elsewhere will do")
    func slices() throws {
        let octets = (0..<40).map { UInt8($0) }
        #expect(try #require(Octets32(octets[8...])).octets == Array(8..<40))
    }

    @Test("any other count is refused", arguments: [0, 16, 31, 33, 64])
    func refusal(count: Int) {
        #expect(Octets32([UInt8](repeating: 7, count: count)) == nil)
    }

    @Test(
        "the order is that of the octets, as unsigned numbers", arguments: 0..<50 as Range<UInt64>)
    func order(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let start = random.octets(32)
        let shared = Int(random.next() % 33)
        let other = Array(start.prefix(shared)) + random.octets(32 - shared)
        let left = try #require(Octets32(start))
        let right = try #require(Octets32(other))
        #expect((left < right) == start.lexicographicallyPrecedes(other))
        #expect((right < left) == other.lexicographicallyPrecedes(start))
        #expect((left == right) == (start == other))
    }

    @Test("appending adds the octets at the end and keeps what was there")
    func appending() throws {
        let octets = (100..<132).map { UInt8($0) }
        var output: [UInt8] = [200]
        try #require(Octets32(octets)).append(to: &output)
        #expect(output == [200] + octets)
    }

    @Test("zero is all octets zero")
    func zero() {
        #expect(Octets32.zero.octets == [UInt8](repeating: 0, count: 32))
    }
}
