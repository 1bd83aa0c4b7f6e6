/// Character references of HTML: those by number, and the common ones by name.
enum HTMLEntity {
    private static let names: [String: UInt32] = [
        "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0xA0,
        "iexcl": 0xA1, "cent": 0xA2, "pound": 0xA3, "yen": 0xA5, "sect": 0xA7, "copy": 0xA9,
        "laquo": 0xAB, "shy": 0xAD, "reg": 0xAE, "deg": 0xB0, "plusmn": 0xB1, "para": 0xB6,
        "middot": 0xB7, "raquo": 0xBB, "frac12": 0xBD, "iquest": 0xBF, "Agrave": 0xC0,
        "Aacute": 0xC1, "Auml": 0xC4, "Aring": 0xC5, "AElig": 0xC6, "Ccedil": 0xC7, "Egrave": 0xC8,
        "Eacute": 0xC9, "Ntilde": 0xD1, "Ouml": 0xD6, "times": 0xD7, "Oslash": 0xD8, "Uuml": 0xDC,
        "szlig": 0xDF, "agrave": 0xE0, "aacute": 0xE1, "acirc": 0xE2, "atilde": 0xE3, "auml": 0xE4,
        "aring": 0xE5, "aelig": 0xE6, "ccedil": 0xE7, "egrave": 0xE8, "eacute": 0xE9, "ecirc": 0xEA,
        "euml": 0xEB, "igrave": 0xEC, "iacute": 0xED, "icirc": 0xEE, "iuml": 0xEF, "ntilde": 0xF1,
        "ograve": 0xF2, "oacute": 0xF3, "ocirc": 0xF4, "otilde": 0xF5, "ouml": 0xF6, "oslash": 0xF8,
        "ugrave": 0xF9, "uacute": 0xFA, "ucirc": 0xFB, "uuml": 0xFC, "ndash": 0x2013,
        "mdash": 0x2014, "lsquo": 0x2018, "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C,
        "rdquo": 0x201D, "bdquo": 0x201E, "bull": 0x2022, "hellip": 0x2026, "euro": 0x20AC,
        "trade": 0x2122, "rarr": 0x2192, "minus": 0x2212,
    ]

    /// The character that a reference names, its ampersand and semicolon left out; nil if it is
    /// none.
    static func scalar(_ name: String) -> Unicode.Scalar? {
        if let value = names[name] { return Unicode.Scalar(value) }
        guard name.utf8.first == UInt8(ascii: "#") else { return nil }
        let number = name.utf8.dropFirst()
        let isHex = number.first == UInt8(ascii: "x") || number.first == UInt8(ascii: "X")
        let digits = isHex ? number.dropFirst() : number
        guard let first = digits.first, first != 0x2B, first != 0x2D,
            let value = UInt32(Substring(digits), radix: isHex ? 16 : 10), value > 0
        else { return nil }
        return Unicode.Scalar(value)
    }
}
