/// What somebody types to get in, in the one form that programs use: twelve signs in groups of
/// four, such as `7K3M-Q0XD-W9TA` (Protocol/07-access.md, 6).
///
/// The signs are those of Crockford's base 32, so that no two of them are mistaken on paper: O is
/// read as 0, I and L as 1, case, hyphens and spaces do not count.
public struct TypedCode: Hashable, Sendable {
    /// The signs that a code has, ASCII.
    public static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    /// How many signs a code has.
    public static let count = 12
    private static let octetsMax = 64

    /// The signs, ASCII.
    public let signs: [UInt8]

    /// Takes what a person typed; nil if no code can be meant.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.octetsMax else { return nil }
        let signs = text.utf8.filter { $0 != 0x2D && $0 != 0x20 }.map(Self.meant)
        guard signs.count == Self.count, signs.allSatisfy(Self.alphabet.contains) else {
            return nil
        }
        self.signs = signs
    }

    /// The code with hyphens between its groups.
    public var text: String { String(decoding: Self.grouped(signs), as: UTF8.self) }

    /// The signs with hyphens between groups of four, ASCII.
    public static func grouped(_ signs: [UInt8]) -> [UInt8] {
        let groups = stride(from: 0, to: signs.count, by: 4).map {
            signs[$0..<min($0 + 4, signs.count)]
        }
        return Array(groups.joined(separator: [0x2D]))
    }

    private static func meant(_ sign: UInt8) -> UInt8 {
        let upper = (0x61...0x7A).contains(sign) ? sign - 0x20 : sign
        switch upper {
        case UInt8(ascii: "O"): return UInt8(ascii: "0")
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return UInt8(ascii: "1")
        default: return upper
        }
    }
}
