/// Measures and fits text in columns of a terminal.
///
/// A column count follows Unicode Standard Annex 11: East Asian wide and fullwidth signs and emoji
/// take two columns, marks and format characters none, everything else one. Text comes from
/// `TerminalSafe`; what it would escape counts nothing here.
public enum TextWidth: Sendable {
    /// How many columns the text takes on one line.
    public static func columns(_ text: String) -> Int {
        var total = 0
        for cluster in text { total += columns(cluster) }
        return total
    }

    /// How many columns one grapheme cluster takes.
    public static func columns(_ cluster: Character) -> Int {
        var (total, isJoined) = (0, false)
        var first: Unicode.Scalar?
        for scalar in cluster.unicodeScalars {
            if let first, scalar.value == 0xFE0F || scalar.value == 0x200D {
                isJoined = isJoined || first.properties.isEmoji && first.value > 0x7F
                continue
            }
            if first == nil { first = scalar }
            total += columns(scalar)
        }
        guard let first else { return 0 }
        if isJoined || total > 2 && first.properties.isEmojiPresentation { return 2 }
        if scalarIsKeycap(cluster) { return 2 }
        return total
    }

    /// The text if it fits so many columns, otherwise as many of its clusters as leave room for a
    /// closing `…`.
    public static func truncate(_ text: String, _ width: Int) -> String {
        var (kept, used) = ("", 0)
        var shortened: String?
        for cluster in text {
            let size = columns(cluster)
            if used + size >= width, shortened == nil { shortened = kept }
            if used + size > width { return width > 0 ? (shortened ?? "") + "…" : "" }
            kept.append(cluster)
            used += size
        }
        return text
    }

    /// The text and as many spaces as bring it to so many columns.
    public static func padded(_ text: String, _ width: Int) -> String {
        text + spaces(width - columns(text))
    }

    static func spaces(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    private static func scalarIsKeycap(_ cluster: Character) -> Bool {
        let scalars = cluster.unicodeScalars
        return scalars.count > 1 && scalars.last?.value == 0x20E3
    }

    static func columns(_ scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 && value != 0x09 ? 0 : 1 }
        if value < 0x300 { return value < 0xA0 ? 0 : 1 }
        if isZero(scalar) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    private static func isZero(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return true
        case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator,
            .paragraphSeparator:
            return true
        default: return false
        }
    }
}
