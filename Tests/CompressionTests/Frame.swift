/// A frame of Zstandard laid out by hand (RFC 8878, section 3.1.1), block by block.
struct Frame {
    var octets: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    /// A head without a content size; blocks look back over two to the power of `windowLog`.
    init(windowLog: UInt8) {
        octets += [0, (windowLog - 10) << 3]
    }

    /// A head that claims a content size, with the window as long as the content.
    init(claiming bytes: UInt64) {
        octets.append(0b1110_0000)
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: bytes >> shift))
        }
    }

    /// A block of one octet repeated.
    mutating func `repeat`(_ octet: UInt8, count: UInt32, isLast: Bool = false) {
        head(kind: 1, count: count, isLast: isLast)
        octets.append(octet)
    }

    /// A block of octets as they are.
    mutating func raw(_ content: [UInt8], isLast: Bool = false) {
        head(kind: 0, count: UInt32(content.count), isLast: isLast)
        octets += content
    }

    private mutating func head(kind: UInt32, count: UInt32, isLast: Bool) {
        let head = count << 3 | kind << 1 | (isLast ? 1 : 0)
        for shift in stride(from: UInt32(0), to: 24, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: head >> shift))
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return z ^ z >> 31
    }
}
