/// Scalars that a terminal would obey, or that hide or reorder the text around them.
public enum UnsafeScalar: Sendable {
    /// Whether a scalar must not reach a terminal raw; true for newline and tab as well.
    ///
    /// Controls (C0, DEL, C1), bidirectional controls (Unicode Standard Annex 9, section 2),
    /// separators of lines and paragraphs, deprecated format characters, the byte order mark,
    /// interlinear annotation, tags, private use, and noncharacters.
    public static func matches(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x20 { return true }
        if value < 0x7F { return false }
        switch value {
        case 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F,
            0xE000...0xF8FF, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
            0xF0000...0x10FFFF:
            return true
        default:
            return value & 0xFFFE == 0xFFFE
        }
    }
}
