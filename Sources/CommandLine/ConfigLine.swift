/// One line of a configuration file.
struct ConfigLine {
    enum Meaning {
        case nothing
        case section(String)
        /// The octets of the whole file that hold the value, half-open.
        case setting(key: String, value: String, place: Range<Int>)
    }

    private let octets: [UInt8]
    private let end: Int
    private let number: Int
    private var index: Int

    init(_ octets: [UInt8], _ range: Range<Int>, number: Int) throws(ConfigError) {
        guard range.count <= ConfigText.lineOctetsMax else {
            throw ConfigError(number, "the line has more than \(ConfigText.lineOctetsMax) octets")
        }
        guard String(validating: octets[range], as: UTF8.self) != nil else {
            throw ConfigError(number, "the line is not UTF-8")
        }
        guard !octets[range].contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) else {
            throw ConfigError(number, "the line holds a control character")
        }
        self.octets = octets
        self.number = number
        index = range.lowerBound
        end = range.upperBound
    }

    mutating func read() throws(ConfigError) -> Meaning {
        skipSpace()
        guard let first = current, !Self.beginsComment(first) else { return .nothing }
        if first == UInt8(ascii: "[") { return .section(try section()) }
        guard let key = word() else {
            throw ConfigError(number, "a key begins with a letter: key = value")
        }
        skipSpace()
        guard current == UInt8(ascii: "=") else {
            throw ConfigError(number, "no “=” stands behind “\(key)”: \(key) = value")
        }
        index += 1
        skipSpace()
        let start = index
        let (value, valueEnd) = try value()
        return .setting(key: key, value: value, place: start..<valueEnd)
    }

    private var current: UInt8? { index < end ? octets[index] : nil }

    private static func beginsComment(_ octet: UInt8) -> Bool {
        octet == UInt8(ascii: "#") || octet == UInt8(ascii: ";")
    }

    private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

    private mutating func skipSpace() {
        while let octet = current, Self.isSpace(octet) { index += 1 }
    }

    private mutating func section() throws(ConfigError) -> String {
        index += 1
        guard let name = word(), current == UInt8(ascii: "]") else {
            throw ConfigError(number, "a heading is one word in brackets: [section]")
        }
        index += 1
        skipSpace()
        if let octet = current, !Self.beginsComment(octet) {
            throw ConfigError(number, "more than a comment stands behind [\(name)]")
        }
        return name
    }

    /// A name in lower case; nil if none stands here.
    private mutating func word() -> String? {
        let start = index
        while let octet = current, ConfigName.allows(octet, first: index == start) { index += 1 }
        guard index > start else { return nil }
        return String(decoding: octets[start..<index], as: UTF8.self).lowercased()
    }

    /// The value, and where what is written of it ends.
    private mutating func value() throws(ConfigError) -> (String, end: Int) {
        var value: [UInt8] = []
        var (kept, keptEnd, isQuoted) = (0, index, false)
        while let octet = current, isQuoted || !Self.beginsComment(octet) {
            index += 1
            switch octet {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\"): value.append(try escaped())
            case _ where !isQuoted && Self.isSpace(octet):
                value.append(octet)
                continue
            default: value.append(octet)
            }
            (kept, keptEnd) = (value.count, index)
        }
        if isQuoted { throw ConfigError(number, "the quotation mark is not closed") }
        return (String(decoding: value.prefix(kept), as: UTF8.self), keptEnd)
    }

    private mutating func escaped() throws(ConfigError) -> UInt8 {
        guard let octet = current else {
            throw ConfigError(number, "a backslash stands at the end of the line")
        }
        index += 1
        switch octet {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return octet
        default:
            throw ConfigError(number, "after a backslash only \", \\, n and t are understood")
        }
    }
}
