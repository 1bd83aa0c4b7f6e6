/// Sixteen octets: the size of every identifier of this system.
///
/// Ordered as unsigned octets, first octet first.
public struct Octets16: Hashable, Comparable, Sendable {
    /// Octets 0 to 7, the first one most significant.
    public let high: UInt64
    /// Octets 8 to 15, the first one most significant.
    public let low: UInt64

    /// All octets zero.
    public static let zero = Octets16(high: 0, low: 0)

    /// Takes the two halves, the first octet most significant.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes exactly 16 octets; nil for any other count.
    @inlinable
    public init?(_ octets: some Collection<UInt8>) {
        guard octets.count == 16 else { return nil }
        let loaded = octets.withContiguousStorageIfAvailable { octets in
            let raw = UnsafeRawBufferPointer(octets)
            return Octets16(
                high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
        if let loaded {
            self = loaded
            return
        }
        var words: (UInt64, UInt64) = (0, 0)
        for (index, octet) in octets.enumerated() {
            if index < 8 {
                words.0 = words.0 << 8 | UInt64(octet)
            } else {
                words.1 = words.1 << 8 | UInt64(octet)
            }
        }
        self.init(high: words.0, low: words.1)
    }

    /// The octets, first one first.
    public var octets: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(16)
        append(to: &result)
        return result
    }

    /// Appends the 16 octets.
    @inlinable
    public func append(to output: inout [UInt8]) {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { output.append(contentsOf: $0) }
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}
