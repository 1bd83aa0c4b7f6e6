/// A key chosen at random for one reconciliation.
///
/// Items are hashes under this key, of which only the two peers know before it is over: nobody can
/// have written notes whose items meet, or whose places stop the decoder.
public struct SessionKey: Hashable, Sendable {
    /// The first half.
    public let high: UInt64
    /// The second half.
    public let low: UInt64

    /// Takes sixteen random octets as two numbers.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The check sum of an item. Not linear in it: the sums of two items are not the sum of both.
    func check(_ item: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: Self.mixed(item &+ high) >> 32)
    }

    /// What an item's places follow from; odd, so that the generator never runs dry.
    func seed(_ item: UInt64) -> UInt64 {
        Self.mixed(item ^ low) | 1
    }

    /// Stafford's thirteenth mixer, as in SplitMix64.
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value &+ 0x9e37_79b9_7f4a_7c15
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
