public import Crypto
public import Octets

/// What somebody types to get in: twelve signs that carry 60 random bits, such as `7K3M-Q0XD-W9TA`.
///
/// The signs are those of Crockford's base 32, so that no two of them are mistaken on paper: O is
/// read as 0, I and L as 1, case and hyphens do not count.
public struct InviteCode: Sendable {
    /// The code as it is shown, with hyphens.
    public let text: Secret
    /// What a server keeps instead of the code.
    public let hash: Octets32

    private static let signs = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let count = 12

    /// Draws a new code.
    public init() {
        let drawn = Secret.random(count: Self.count).withOctets { octets in
            octets.map { Self.signs[Int($0 & 31)] }
        }
        self.init(signs: drawn)
    }

    /// Takes what a person typed; nil if no code can be meant.
    public init?(typed text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let signs = text.utf8.filter { $0 != 0x2D && $0 != 0x20 }.map(Self.meant)
        guard signs.count == Self.count, signs.allSatisfy(Self.signs.contains) else { return nil }
        self.init(signs: signs)
    }

    private init(signs: [UInt8]) {
        let groups = [signs[0..<4], signs[4..<8], signs[8..<12]]
        text = Secret(Array(groups.joined(separator: [0x2D])))
        hash = BLAKE2b.hash(Array("postil code 1".utf8) + signs)
    }

    /// The code for a screen or an answer, where it is meant to be read.
    public var shown: String { text.withOctets { String(decoding: $0, as: UTF8.self) } }

    private static func meant(_ sign: UInt8) -> UInt8 {
        let upper = (0x61...0x7A).contains(sign) ? sign - 0x20 : sign
        switch upper {
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        default: return upper
        }
    }
}
