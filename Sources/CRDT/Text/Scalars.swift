extension String {
    /// Writes out code points; one that is no Unicode scalar value becomes U+FFFD.
    init(codePoints: some Sequence<UInt32>) {
        var view = UnicodeScalarView()
        for value in codePoints {
            view.append(Unicode.Scalar(value) ?? "\u{fffd}")
        }
        self.init(view)
    }

    /// The code points, one after the other.
    var codePoints: [UInt32] { unicodeScalars.map(\.value) }
}

/// What a code point is for the question where words begin and end.
enum SignKind {
    case word
    case space
    case other

    init(_ codePoint: UInt32) {
        switch codePoint {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: self = .word
        case 0x20, 0x09...0x0d: self = .space
        case ..<0x80: self = .other
        default: self = Self.beyondASCII(codePoint)
        }
    }

    private static func beyondASCII(_ codePoint: UInt32) -> Self {
        guard let properties = Unicode.Scalar(codePoint)?.properties else { return .other }
        if properties.isAlphabetic || properties.numericType != nil { return .word }
        if properties.isWhitespace { return .space }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return .word
        default: return .other
        }
    }
}
