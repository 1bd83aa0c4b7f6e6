/// Sixteen signs that stand for the values of half an octet.
public enum Alphabet: Sendable {
    /// `0` to `9`, `a` to `f`.
    case hex
    /// `k` to `z`: no sign of it occurs in `hex`, so an identifier shows which kind it is.
    case letters

    /// The text of the octets, two signs each, the high half first.
    public func text(_ octets: [UInt8]) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(octets.count * 2)
        for octet in octets {
            result.append(sign(octet >> 4))
            result.append(sign(octet & 15))
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The octets that the text stands for; nil if a sign is foreign or their number odd.
    public func octets(_ text: String) -> [UInt8]? {
        let signs = Array(text.utf8)
        guard signs.count % 2 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(signs.count / 2)
        for index in stride(from: 0, to: signs.count, by: 2) {
            guard let high = value(signs[index]), let low = value(signs[index + 1]) else {
                return nil
            }
            result.append(high << 4 | low)
        }
        return result
    }

    /// Whether the text is made of signs of this alphabet only; true for the empty text.
    public func covers(_ text: String) -> Bool {
        text.utf8.allSatisfy { value($0) != nil }
    }

    private func sign(_ value: UInt8) -> UInt8 {
        switch self {
        case .letters: 0x6b + value
        case .hex: value < 10 ? 0x30 + value : 0x57 + value
        }
    }

    private func value(_ sign: UInt8) -> UInt8? {
        switch (self, sign) {
        case (.letters, 0x6b...0x7a): sign - 0x6b
        case (.hex, 0x30...0x39): sign - 0x30
        case (.hex, 0x61...0x66): sign - 0x57
        default: nil
        }
    }
}
