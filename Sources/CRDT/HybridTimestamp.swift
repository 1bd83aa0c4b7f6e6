/// Wall-clock milliseconds and a count within the millisecond: data of an op that picks which of
/// truly concurrent values is shown, and never decides what is overwritten.
public struct HybridTimestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z in the upper 48 bits, a count in the lower 16.
    public let bits: UInt64

    /// Takes the packed form.
    @inlinable
    public init(bits: UInt64) {
        self.bits = bits
    }

    /// Takes milliseconds since 1970 (below 2⁴⁸, larger ones are cut to that) and the count.
    @inlinable
    public init(milliseconds: UInt64, count: UInt16) {
        bits = min(milliseconds, 0xffff_ffff_ffff) << 16 | UInt64(count)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public var milliseconds: UInt64 { bits >> 16 }

    /// Compares milliseconds, then counts.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}
