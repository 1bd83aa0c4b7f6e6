/// Makes choices of an input's octets; zero once they are used up.
struct ByteSource {
    private let octets: [UInt8]
    private var position = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    var isAtEnd: Bool { position >= octets.count }

    mutating func octet() -> UInt8 {
        guard position < octets.count else { return 0 }
        position += 1
        return octets[position - 1]
    }

    /// A number from zero up to `bound`, which is at least 1, itself left out.
    mutating func below(_ bound: Int) -> Int {
        (Int(octet()) << 8 | Int(octet())) % bound
    }

    mutating func word() -> UInt64 {
        (0..<8).reduce(0) { sum, _ in sum << 8 | UInt64(octet()) }
    }

    /// Up to 255 octets as text; what is not UTF-8 becomes U+FFFD.
    mutating func text() -> String {
        let count = min(Int(octet()), octets.count - position)
        defer { position += count }
        return String(decoding: octets[position..<position + count], as: UTF8.self)
    }

    mutating func rest() -> [UInt8] {
        defer { position = octets.count }
        return Array(octets[position...])
    }
}
