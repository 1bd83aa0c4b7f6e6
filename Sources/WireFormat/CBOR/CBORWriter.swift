public import Octets

/// Writes deterministic CBOR: shortest heads, definite lengths (RFC 8949, 4.2;
/// Protocol/04-wire-format.md, 1).
public struct CBORWriter: Sendable {
    /// What has been written.
    public private(set) var octets: [UInt8] = []

    /// Begins with nothing.
    public init() {}

    /// Begins with room for `capacity` octets.
    public init(capacity: Int) {
        octets.reserveCapacity(capacity)
    }

    /// Begins with a label, as what is hashed or signed does, and room for `capacity` octets more.
    public init(label: StaticString, capacity: Int = 128) {
        label.withUTF8Buffer { label in
            octets.reserveCapacity(label.count + capacity)
            octets.append(contentsOf: label)
        }
    }

    /// Writes an unsigned integer.
    public mutating func write(_ value: UInt64) { head(0, value) }

    /// Writes a signed integer.
    public mutating func write(signed value: Int64) {
        if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(bitPattern: ~value)) }
    }

    /// Writes an octet string.
    public mutating func write(_ value: [UInt8]) {
        head(2, UInt64(value.count))
        octets += value
    }

    /// Writes 16 octets as an octet string.
    public mutating func write(_ value: Octets16) {
        octets.append(0x50)
        value.append(to: &octets)
    }

    /// Writes 32 octets as an octet string.
    public mutating func write(_ value: Octets32) {
        octets.append(0x58)
        octets.append(0x20)
        value.append(to: &octets)
    }

    /// Writes text as UTF-8.
    public mutating func write(_ value: String) {
        head(3, UInt64(value.utf8.count))
        octets += value.utf8
    }

    /// Writes true or false.
    public mutating func write(_ value: Bool) { octets.append(value ? 0xf5 : 0xf4) }

    /// Writes null.
    public mutating func writeNull() { octets.append(0xf6) }

    /// Writes the head of an array of `count` items, which follow.
    public mutating func writeArray(count: Int) { head(4, UInt64(count)) }

    private mutating func head(_ major: UInt8, _ value: UInt64) {
        let type = major << 5
        let width: Int
        switch value {
        case 0..<24:
            octets.append(type | UInt8(value))
            return
        case 24...0xff: width = 1
        case 0x100...0xffff: width = 2
        case 0x1_0000...0xffff_ffff: width = 4
        default: width = 8
        }
        octets.append(type | UInt8(24 + width.trailingZeroBitCount))
        for index in stride(from: width - 1, through: 0, by: -1) {
            octets.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
        }
    }
}
