/// Reads JSON strictly: RFC 8259 and nothing beside it, within limits.
///
/// Refused as well, because two readers may see two meanings: a byte order mark, two members of
/// one name, half a surrogate pair, bytes that are not UTF-8, numbers past a double's range.
public struct JSONReader: Sendable {
    let bytes: [UInt8]
    let limits: JSONLimits
    var index: Int
    let end: Int

    /// The value that the bytes write.
    /// - Throws: `JSONError` with the place of the first fault.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytesMax else {
            throw JSONError(.size, "the text has more than \(limits.bytesMax) bytes")
        }
        return try parse(bytes, 0..<bytes.count, limits: limits)
    }

    /// The value that a part of the bytes writes; faults are placed in the whole.
    static func parse(
        _ bytes: [UInt8], _ range: Range<Int>, limits: JSONLimits
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(
            bytes: bytes, limits: limits, index: range.lowerBound, end: range.upperBound)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == reader.end else { throw reader.syntax("text after the value") }
        return value
    }

    private init(bytes: [UInt8], limits: JSONLimits, index: Int, end: Int) {
        self.bytes = bytes
        self.limits = limits
        self.index = index
        self.end = end
    }

    var current: UInt8? { index < end ? bytes[index] : nil }

    func syntax(_ what: String) -> JSONError {
        JSONError(.syntax, what + " at byte \(index)", offset: index)
    }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    mutating func skip(_ sign: UInt8) -> Bool {
        guard current == sign else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        switch current {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), .some(0x30...0x39): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw syntax("the text ends where a value is expected")
        default: throw syntax("a value is expected")
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let signs = "\(word)".utf8
        guard bytes[index..<end].starts(with: signs) else { throw syntax("“\(word)” is expected") }
        index += signs.count
        return value
    }

    private func check(depth: Int) throws(JSONError) {
        guard depth <= limits.depthMax else {
            throw JSONError(
                .depth, "nested deeper than \(limits.depthMax) levels", offset: index)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        try check(depth: depth)
        index += 1
        skipSpace()
        var elements: [JSONValue] = []
        if skip(UInt8(ascii: "]")) { return elements }
        while true {
            skipSpace()
            elements.append(try value(depth: depth))
            skipSpace()
            if skip(UInt8(ascii: "]")) { return elements }
            guard skip(UInt8(ascii: ",")) else { throw syntax("a comma or ] is expected") }
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [JSONValue.Member] {
        try check(depth: depth)
        index += 1
        skipSpace()
        var members: [JSONValue.Member] = []
        var names = JSONNames()
        if skip(UInt8(ascii: "}")) { return members }
        while true {
            skipSpace()
            let start = index
            guard current == UInt8(ascii: "\"") else { throw syntax("a name is expected") }
            let name = try string()
            guard names.insert(name, after: members) else {
                throw JSONError(
                    .duplicate, "a second member “\(name)” at byte \(start)", offset: start)
            }
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw syntax("a colon is expected") }
            skipSpace()
            members.append(JSONValue.Member(name, try value(depth: depth)))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return members }
            guard skip(UInt8(ascii: ",")) else { throw syntax("a comma or } is expected") }
        }
    }
}
