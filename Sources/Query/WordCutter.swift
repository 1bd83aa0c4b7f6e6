/// Folds text and cuts it into words, scalar by scalar.
///
/// A word is a run of letters, digits and their marks. Signs of scripts that are written without
/// spaces, and symbols, are words of their own. Case, accents, vowel points and what is invisible
/// are folded away; composed and decomposed letters come to the same.
struct WordCutter {
    /// The words, each with a space before it.
    private(set) var octets: [UInt8] = []
    private var state = State.between
    /// The last letter written, and where.
    private var last: UInt32 = 0
    private var lastStart = 0

    private enum State {
        case between
        case inWord
        /// In a word that takes marks only.
        case inSign
    }

    mutating func take(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: letter(scalar.value)
        case 0x41...0x5A: letter(scalar.value | 0x20)
        case 0..<0x80: state = .between
        default: takeWide(scalar)
        }
    }

    /// Ends the last word, so that a pattern which ends with a word finds its end.
    mutating func finish() {
        octets.append(0x20)
        state = .between
    }

    private mutating func takeWide(_ scalar: Unicode.Scalar) {
        guard scalar.properties.changesWhenLowercased else { return takeLower(scalar) }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars {
            if lower.isASCII { take(lower) } else { takeLower(lower) }
        }
    }

    private mutating func takeLower(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter, .lowercaseLetter, .otherLetter, .modifierLetter,
            .letterNumber:
            if Script.isWithoutSpaces(scalar.value) {
                sign(scalar.value)
            } else {
                folded(scalar.value)
            }
        case .decimalNumber: letter(0x30 + UInt32(properties.numericValue ?? 0))
        case .otherNumber: letter(scalar.value)
        case .nonspacingMark, .spacingMark, .enclosingMark: mark(scalar.value)
        // What is invisible stands within words: soft hyphens, joiners, directions.
        case .format: break
        case .mathSymbol, .currencySymbol, .otherSymbol, .unassigned: sign(scalar.value)
        case .modifierSymbol:
            if !Script.isSkinTone(scalar.value) { state = .between }
        default: state = .between
        }
    }

    private mutating func folded(_ value: UInt32) {
        switch value {
        case 0xDF, 0x1E9E: for letter in "ss".utf8 { self.letter(UInt32(letter)) }
        case 0xFB00...0xFB06:
            let letters = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(value - 0xFB00)]
            for letter in letters.utf8 { self.letter(UInt32(letter)) }
        // The wide forms of ASCII.
        case 0xFF41...0xFF5A: letter(value - 0xFEE0)
        case 0x1161...0x1175 where state == .inWord && (0x1100...0x1112).contains(last):
            replaceLast(0xAC00 + ((last - 0x1100) * 21 + (value - 0x1161)) * 28)
        case 0x11A8...0x11C2 where state == .inWord && Script.isOpenSyllable(last):
            replaceLast(last + value - 0x11A7)
        default:
            if !Script.isDropped(value) { letter(BaseLetters.base(of: value)) }
        }
    }

    private mutating func mark(_ value: UInt32) {
        if Script.isDropped(value) { return }
        if state == .inSign, let composed = Script.voiced(last, by: value) {
            return replaceLast(composed)
        }
        if state == .between { open(.inWord) }
        append(value)
    }

    private mutating func letter(_ value: UInt32) {
        if state != .inWord { open(.inWord) }
        append(value)
    }

    private mutating func sign(_ value: UInt32) {
        open(.inSign)
        append(value)
    }

    private mutating func open(_ next: State) {
        octets.append(0x20)
        state = next
    }

    private mutating func append(_ value: UInt32) {
        last = value
        lastStart = octets.count
        if value < 0x80 { return octets.append(UInt8(value)) }
        guard let scalar = Unicode.Scalar(value) else { return }
        octets += Array(UTF8.encode(scalar) ?? .init())
    }

    private mutating func replaceLast(_ value: UInt32) {
        octets.removeSubrange(lastStart...)
        append(value)
    }
}
