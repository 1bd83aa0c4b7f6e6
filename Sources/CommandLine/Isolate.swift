/// Keeps a piece of right-to-left text from reordering what stands beside it on a line.
enum Isolate {
    /// The text between U+2068 and U+2069 if anything in it is right-to-left, which a terminal that
    /// knows the Unicode Bidirectional Algorithm then orders by itself; other text as it is.
    static func around(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isRightToLeft) else { return text }
        return "\u{2068}\(text)\u{2069}"
    }

    /// Whether a scalar lies in the blocks whose letters are right-to-left (Unicode Standard
    /// Annex 9, table of default classes).
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case ..<0x590: false
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
