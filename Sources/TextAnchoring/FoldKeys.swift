import Octets

/// Numbers grapheme clusters so that clusters a person would type alike have one number.
///
/// Canonically equal clusters are alike, and so are the forms of quotation marks, of dashes and of
/// white space. Case is kept apart. Marks without width do not count.
struct FoldKeys: Sendable {
    /// The number of any white space.
    static let space: Int32 = 0x20
    static let fullStop: Int32 = 0x2E
    /// Stands for no key: the cluster has no width.
    static let nothing: Int32 = -1
    /// Stand for so many full stops.
    static let dots: ClosedRange<Int32> = -3...(-2)

    /// The answers already given, by the UTF-8 bytes: most clusters come again and again.
    private var answers: [Octets16: Int32] = [:]
    private var clusters: [String: Int32] = [:]
    private var texts: [String] = []

    /// Numbers from here on belong to `texts`; below are ASCII.
    private static let first: Int32 = 0x80
    /// Longer clusters are no letters: they are told apart by code points, unnormalised.
    private static let normalisedScalarsMax = 32

    init() {
        // A letter may be canonically equal to ASCII: the Kelvin sign to K.
        for value in UInt8(0x21)...0x7E {
            let scalar = Unicode.Scalar(value)
            clusters[String(scalar)] = Int32((Self.alike(scalar) ?? scalar).value)
        }
    }

    /// The number of a cluster that is one ASCII byte.
    static func key(ascii: UInt8) -> Int32 {
        switch ascii {
        case 0x09...0x0D, 0x20: space
        case 0x60: 0x27
        default: Int32(ascii)
        }
    }

    /// The number of one cluster, given as UTF-8; or `nothing`, or one of `dots`.
    mutating func key(_ cluster: ArraySlice<UInt8>) -> Int32 {
        guard let packed = Self.packed(cluster) else { return answer(cluster) }
        if let known = answers[packed] { return known }
        let key = answer(cluster)
        answers[packed] = key
        return key
    }

    private mutating func answer(_ cluster: ArraySlice<UInt8>) -> Int32 {
        let scalars = String(decoding: cluster, as: UTF8.self).unicodeScalars
            .filter { !Self.hasNoWidth($0) }
        guard let first = scalars.first else { return Self.nothing }
        if scalars.allSatisfy(\.properties.isWhitespace) { return Self.space }
        guard scalars.count == 1 else { return key(of: Array(scalars)) }
        if first == "\u{2026}" { return Self.dots.lowerBound }
        if first == "\u{2025}" { return Self.dots.upperBound }
        let scalar = Self.alike(first) ?? first
        return scalar.isASCII ? Self.key(ascii: UInt8(scalar.value)) : key(of: [scalar])
    }

    /// The bytes and their number in one value; nil if they are too many.
    private static func packed(_ cluster: ArraySlice<UInt8>) -> Octets16? {
        guard cluster.count < 16 else { return nil }
        var words = (high: UInt64(cluster.count), low: UInt64(0))
        for byte in cluster {
            words.high = words.high << 8 | words.low >> 56
            words.low = words.low << 8 | UInt64(byte)
        }
        return Octets16(high: words.high, low: words.low)
    }

    /// The number of the same cluster in lower case.
    mutating func lowercased(_ key: Int32) -> Int32 {
        if key < Self.first { return (0x41...0x5A).contains(key) ? key + 0x20 : key }
        let lower = texts[Int(key - Self.first)].lowercased()
        return self.key(of: Array(lower.unicodeScalars))
    }

    /// Whether the cluster is part of a word that white space or punctuation ends.
    ///
    /// False for scripts that put no space between words: Han, kana, Thai, Lao, Burmese, Khmer.
    func isWord(_ key: Int32) -> Bool {
        guard key >= Self.first else {
            return (0x30...0x39).contains(key) || (0x41...0x5A).contains(key)
                || (0x61...0x7A).contains(key)
        }
        let index = Int(key - Self.first)
        guard index < texts.count, let scalar = texts[index].unicodeScalars.first else {
            return false
        }
        switch scalar.value {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0x31FF, 0x3400...0x9FFF,
            0xF900...0xFAFF, 0x20000...0x3FFFF:
            return false
        default:
            return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    private mutating func key(of scalars: [Unicode.Scalar]) -> Int32 {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        if scalars.count > Self.normalisedScalarsMax {
            // Spelled out in ASCII: normalising a flood of marks would take more than linear time.
            text = scalars.map { String($0.value, radix: 36) }.joined(separator: " ")
        }
        if let known = clusters[text] { return known }
        let key = Self.first + Int32(clamping: texts.count)
        texts.append(text)
        clusters[text] = key
        return key
    }

    /// The ASCII mark that a person types for this one.
    private static func alike(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x60, 0xB4, 0x2B9, 0x2BC, 0x5F3, 0x2018...0x201B, 0x2032, 0x2035, 0x2039, 0x203A,
            0xFF07:
            "'"
        case 0xAB, 0xBB, 0x2BA, 0x5F4, 0x201C...0x201F, 0x2033, 0x2036, 0x301D...0x301F, 0xFF02:
            "\""
        case 0x5BE, 0x2010...0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D:
            "-"
        default: nil
        }
    }

    /// Soft hyphen, joiners, marks of direction, variation selectors and the like.
    private static func hasNoWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x34F, 0x61C, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E,
            0x2060...0x2064, 0x2066...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xE0100...0xE01EF:
            true
        default: false
        }
    }
}
