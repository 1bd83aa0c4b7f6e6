/// Reads Lua data: an optional `return`, then one value of strings, numbers, truth values and
/// tables (Lua 5.4 manual, 3.1 and 3.4.9). Nothing of it is run, and names, calls and operators
/// are refused.
struct LuaReader {
    /// How deep tables nest; also how deep this recurs.
    private static let depthMax = 64

    /// How many entries of tables are kept at a time.
    private static let entriesMax = 100_000

    let octets: [UInt8]
    var index = 0
    /// How many entries more may be kept.
    var entriesLeft = entriesMax
    /// Of the octet at `index`, from 1.
    var line = 1

    init(_ octets: [UInt8]) {
        self.octets = octets
        if octets.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    var current: UInt8? { index < octets.count ? octets[index] : nil }

    func error(_ why: String) -> FormatError { FormatError(line: line, why) }

    /// Steps over one octet and counts lines.
    mutating func step() {
        if index < octets.count, octets[index] == 0x0A { line += 1 }
        index += 1
    }

    func isNext(_ text: StaticString) -> Bool {
        guard octets.count - index >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { octets[index...].starts(with: $0) }
    }

    mutating func skip(_ sign: Unicode.Scalar) -> Bool {
        guard let current, UInt32(current) == sign.value else { return false }
        step()
        return true
    }

    /// Skips white space and comments.
    mutating func skipSpace() throws(FormatError) {
        while let octet = current {
            if octet == 0x20 || (0x09...0x0D).contains(octet) {
                step()
            } else if isNext("--") {
                index += 2
                if longBracketLevel() != nil {
                    _ = try longString()
                } else {
                    while let octet = current, octet != 0x0A { _ = octet; step() }
                }
            } else {
                return
            }
        }
    }

    /// Skips the word `return`, if it is there.
    mutating func skipReturn() throws(FormatError) {
        try skipSpace()
        let start = (index, line)
        if word() != "return" { (index, line) = start }
    }

    /// Makes sure that nothing follows.
    mutating func finish() throws(FormatError) {
        _ = try skipSeparator()
        try skipSpace()
        if index < octets.count { throw error("there is something behind the value") }
    }

    /// The value that stands next; `depth` tables are open around it.
    mutating func value(depth: Int) throws(FormatError) -> LuaValue {
        try skipSpace()
        switch current {
        case UInt8(ascii: "{"):
            let start = line
            var entries: [(key: LuaValue.Key, value: LuaValue)] = []
            try table(depth: depth) { (reader, key) throws(FormatError) in
                let value = try reader.value(depth: depth + 1)
                if case .none = value { return }
                guard reader.entriesLeft > 0 else { throw reader.error("a table is too large") }
                reader.entriesLeft -= 1
                entries.append((key, value))
            }
            return .table(line: start, entries: entries)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "["): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "."), .some(0x30...0x39): return .number(try number())
        case nil: throw error("the file ends where a value is expected")
        default:
            switch word() {
            case "nil": return .none
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: throw error("a value is expected: this is no table of data")
            }
        }
    }

    /// Forgets how many entries were kept, because they are no more.
    mutating func release() { entriesLeft = Self.entriesMax }

    /// Reads a value and forgets it.
    mutating func skipValue(depth: Int) throws(FormatError) {
        try skipSpace()
        guard current == UInt8(ascii: "{") else {
            _ = try value(depth: depth)
            return
        }
        try table(depth: depth) { (reader, _) throws(FormatError) in
            try reader.skipValue(depth: depth + 1)
        }
    }

    /// Reads a table entry by entry: `each` reads the value of the key that it is given.
    mutating func table(
        depth: Int, _ each: (inout LuaReader, LuaValue.Key) throws(FormatError) -> Void
    ) throws(FormatError) {
        try skipSpace()
        guard depth < Self.depthMax else { throw error("tables nest too deep") }
        guard skip("{") else { throw error("a table is expected") }
        var count = 0
        while true {
            try skipSpace()
            if skip("}") { return }
            if let key = try key() {
                try each(&self, key)
            } else {
                count += 1
                try each(&self, .number(count))
            }
            if try skipSeparator() { continue }
            guard skip("}") else { throw error("a comma or } is expected") }
            return
        }
    }

    private mutating func skipSeparator() throws(FormatError) -> Bool {
        try skipSpace()
        if skip(",") { return true }
        return skip(";")
    }

    /// `[1] =`, `["name"] =` or `name =`; nil where a value stands without a key.
    private mutating func key() throws(FormatError) -> LuaValue.Key? {
        let start = (index, line)
        if current == UInt8(ascii: "["), longBracketLevel() == nil {
            step()
            let key: LuaValue.Key
            switch try value(depth: Self.depthMax) {
            case .string(let name): key = .name(name)
            case .number(let number):
                guard let whole = Int(exactly: number) else {
                    throw error("a key is no whole number")
                }
                key = .number(whole)
            case .bool(let bool): key = .name(bool ? "true" : "false")
            default: throw error("a key is neither text nor a number")
            }
            try skipSpace()
            guard skip("]") else { throw error("] is expected") }
            try skipSpace()
            guard skip("=") else { throw error("= is expected") }
            return key
        }
        guard let name = word() else { return nil }
        try skipSpace()
        if skip("=") { return .name(name) }
        (index, line) = start
        return nil
    }

    /// A name of letters, digits and underscores; nil if none stands there.
    private mutating func word() -> String? {
        let start = index
        while let octet = current {
            let isDigit = (0x30...0x39).contains(octet)
            let isLetter = (0x41...0x5A).contains(octet & 0xDF) || octet == UInt8(ascii: "_")
            guard isLetter || (isDigit && index > start) else { break }
            index += 1
        }
        return index > start ? String(decoding: octets[start..<index], as: UTF8.self) : nil
    }
}
