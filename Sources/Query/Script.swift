/// What is to be known of signs to cut text into words.
enum Script {
    /// Whether the sign belongs to a script that is written without spaces between words: those of
    /// China and Japan, Thai, Lao, Tibetan, Burmese, Khmer.
    static func isWithoutSpaces(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0FFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x2FDF, 0x3005...0x3007,
            0x3040...0x30FF, 0x3100...0x312F, 0x31A0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xF900...0xFAFF, 0xFF66...0xFF9D, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Whether a word that begins with the sign is one sign and its marks.
    static func isSign(_ value: UInt32) -> Bool {
        guard value >= 0x80, let scalar = Unicode.Scalar(value) else { return false }
        if isWithoutSpaces(value) { return true }
        return switch scalar.properties.generalCategory {
        case .mathSymbol, .currencySymbol, .otherSymbol, .unassigned: true
        default: false
        }
    }

    /// Whether the mark is one that people leave out: accents of Latin, Greek and Cyrillic, points
    /// of Hebrew and Arabic, what lengthens a letter, and what chooses the look of a sign.
    static func isDropped(_ value: UInt32) -> Bool {
        switch value {
        case 0x0300...0x036F, 0x0591...0x05C7, 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670,
            0x06D6...0x06ED, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F,
            0xFE20...0xFE2F, 0xE0100...0xE01EF:
            true
        default: false
        }
    }

    static func isSkinTone(_ value: UInt32) -> Bool { (0x1F3FB...0x1F3FF).contains(value) }

    /// Whether a Hangul syllable has no final consonant (Unicode Standard, 3.12).
    static func isOpenSyllable(_ value: UInt32) -> Bool {
        (0xAC00...0xD7A3).contains(value) && (value - 0xAC00) % 28 == 0
    }

    /// The kana that a voicing mark makes of one; nil if there is none.
    static func voiced(_ kana: UInt32, by mark: UInt32) -> UInt32? {
        guard mark == 0x3099 || mark == 0x309A else { return nil }
        // Katakana lie as hiragana do, 0x60 later.
        let shift: UInt32 = kana >= 0x30A0 ? 0x60 : 0
        guard kana >= shift else { return nil }
        let letter = kana - shift
        if mark == 0x309A {
            return (0x306F...0x307B).contains(letter) && letter % 3 == 0 ? kana + 2 : nil
        }
        switch letter {
        case 0x3046: return kana + 0x4E
        case 0x304B...0x3062 where letter % 2 == 1, 0x3064...0x3069 where letter % 2 == 0:
            return kana + 1
        case 0x306F...0x307B where letter % 3 == 0: return kana + 1
        default: return nil
        }
    }
}
