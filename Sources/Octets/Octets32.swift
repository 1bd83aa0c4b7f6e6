/// Thirty-two octets: a hash, or an Ed25519 public key.
///
/// Ordered as unsigned octets, first octet first.
public struct Octets32: Hashable, Comparable, Sendable {
    /// Octets 0 to 15.
    public let first: Octets16
    /// Octets 16 to 31.
    public let second: Octets16

    /// All octets zero.
    public static let zero = Octets32(first: .zero, second: .zero)

    /// Takes the two halves.
    @inlinable
    public init(first: Octets16, second: Octets16) {
        self.first = first
        self.second = second
    }

    /// Takes exactly 32 octets; nil for any other count.
    @inlinable
    public init?(_ octets: some Collection<UInt8>) {
        guard octets.count == 32,
            let first = Octets16(octets.prefix(16)),
            let second = Octets16(octets.dropFirst(16))
        else { return nil }
        self.init(first: first, second: second)
    }

    /// The octets, first one first.
    public var octets: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(32)
        append(to: &result)
        return result
    }

    /// Appends the 32 octets.
    @inlinable
    public func append(to output: inout [UInt8]) {
        first.append(to: &output)
        second.append(to: &output)
    }

    /// Compares as unsigned octets.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool {
        left.first != right.first ? left.first < right.first : left.second < right.second
    }
}
