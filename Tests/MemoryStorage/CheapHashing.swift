public import Octets
public import Replication

/// A hash that is fast and spreads well, and keeps nobody from anything: for simulation.
public struct CheapHashing: Hashing {
    private let key: UInt64

    /// Hashes with a key; other keys give other hashes.
    public init(key: UInt64 = 0) {
        self.key = key
    }

    /// The hash of the octets.
    public func hash(_ octets: [UInt8]) -> Octets32 {
        var one = key ^ UInt64(octets.count)
        var other = ~key &+ 0x6a09_e667_f3bc_c908
        octets.withUnsafeBytes { buffer in
            var index = 0
            while index + 8 <= buffer.count {
                take(buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self), &one, &other)
                index += 8
            }
            var last: UInt64 = 0
            while index < buffer.count {
                last = last << 8 | UInt64(buffer[index])
                index += 1
            }
            take(last, &one, &other)
        }
        let third = SplitMix64.mixed(one &+ other.byteSwapped)
        return Octets32(
            first: Octets16(high: SplitMix64.mixed(one ^ other >> 7), low: SplitMix64.mixed(other)),
            second: Octets16(high: third, low: SplitMix64.mixed(third ^ one)))
    }

    private func take(_ word: UInt64, _ one: inout UInt64, _ other: inout UInt64) {
        one = (one ^ word) &* 0x9fb2_1c65_1e98_df25
        one ^= one >> 32
        other = (other &+ word) &* 0xd6e8_feb8_6659_fd93
        other ^= other >> 29
    }
}
