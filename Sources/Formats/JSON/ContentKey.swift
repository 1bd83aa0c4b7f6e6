/// Keys of notes that come without an id.
enum ContentKey {
    /// A text that is the same for the same parts, on every machine: FNV-1a of 128 bits over the
    /// octets of each part with their number before them, in hexadecimal digits.
    static func text(_ parts: [String]) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        func take(_ byte: UInt8) {
            hash = (hash ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
        for part in parts {
            for shift in stride(from: 56, through: 0, by: -8) {
                take(UInt8(truncatingIfNeeded: part.utf8.count >> shift))
            }
            for byte in part.utf8 { take(byte) }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - digits.utf8.count) + digits
    }
}
