extension TextWidth {
    /// Whether a scalar is East Asian wide or fullwidth, or shown as emoji without being asked.
    static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x1100 else { return false }
        if (0x3400...0x4DBF).contains(value) || (0x4E00...0xA48C).contains(value) { return true }
        if (0xAC00...0xD7A3).contains(value) { return true }
        var (low, high) = (0, wideRanges.count)
        while low < high {
            let middle = (low + high) / 2
            let range = wideRanges[middle]
            if value < range.lowerBound {
                high = middle
            } else if value > range.upperBound {
                low = middle + 1
            } else {
                return true
            }
        }
        return scalar.properties.isEmojiPresentation
    }

    /// Whether text may break on either side of a scalar although no space is there: ideographs
    /// and kana, not Hangul, which is written with spaces.
    static func isIdeographic(_ value: UInt32) -> Bool {
        switch value {
        case 0x2E80...0x2FFF, 0x3001...0x30FF, 0x3105...0x312F, 0x31A0...0x31FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xA000...0xA4CF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF9F,
            0x20000...0x3FFFD, 0x200B:
            return true
        default: return false
        }
    }

    /// Whether a line must not begin with a scalar: closing signs, small kana, marks of length.
    static func isCloser(_ scalar: Unicode.Scalar) -> Bool { closers.contains(scalar) }

    /// Whether a line must not end with a scalar: opening signs.
    static func isOpener(_ scalar: Unicode.Scalar) -> Bool { openers.contains(scalar) }

    private static let closers = Set(
        """
        )]},.!?:;%”’»…‥、。，．・：；？！）］｝」』】〕〉》〗〙〛～ー々〻ゝゞヽヾ\
        ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ
        """.unicodeScalars)
    private static let openers = Set("([{“‘«（［｛「『【〔〈《〖〘〚".unicodeScalars)

    /// Wide and fullwidth blocks besides the three large ones, ascending (Unicode 16,
    /// EastAsianWidth), unassigned places inside a block counted with it.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E,
        0x3041...0x3247, 0x3250...0x33FF, 0x4DC0...0x4DFF, 0xA490...0xA4C6, 0xA960...0xA97C,
        0xF900...0xFAFF,
        0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FF1,
        0x17000...0x18CFF, 0x18D00...0x18D08, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376,
        0x1F200...0x1F202, 0x1F210...0x1F23B, 0x1F240...0x1F248, 0x1F250...0x1F251,
        0x1F260...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}
