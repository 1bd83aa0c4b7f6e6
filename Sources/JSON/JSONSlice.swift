/// A value in a longer JSON text, read when it is asked for, so that a long list is never held as a
/// whole.
///
/// Where a value ends is found by quotation marks and brackets alone; `value` reads strictly.
public struct JSONSlice: Sendable {
    let bytes: [UInt8]
    /// Where it stands in the text, in bytes, half-open.
    public let range: Range<Int>
    /// The line on which it begins, from 1.
    public let line: Int
    /// Whether its end was found.
    public let isWhole: Bool

    init(_ bytes: [UInt8], _ range: Range<Int>, line: Int, isWhole: Bool = true) {
        self.bytes = bytes
        self.range = range
        self.line = line
        self.isWhole = isWhole
    }

    /// The first value of a text, a byte order mark and space before it left out; a list or object
    /// that does not end reaches to the end of the text.
    /// - Throws: `JSONError` if the text holds nothing but space.
    public init(first bytes: [UInt8]) throws(JSONError) {
        var skipper = JSONSkipper(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { skipper.index = 3 }
        skipper.skipSpace()
        guard skipper.current != nil else {
            throw skipper.syntax("the text ends where a value is expected")
        }
        self = skipper.openEnded()
    }

    /// Whether it is an object, if it is a value at all.
    public var isObject: Bool { start == UInt8(ascii: "{") }

    /// Whether it is a list, if it is a value at all.
    public var isArray: Bool { start == UInt8(ascii: "[") }

    /// Whether nothing but space stands behind it.
    public var isLast: Bool {
        var skipper = JSONSkipper(bytes, at: range.upperBound)
        skipper.skipSpace()
        return skipper.current == nil
    }

    private var start: UInt8? { range.isEmpty ? nil : bytes[range.lowerBound] }

    /// The value, read strictly, the limits being those of this value.
    /// - Throws: `JSONError` as `JSONReader.parse`, its offset counted in the whole text.
    public func value(limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
        if range.count <= limits.bytesMax {
            return try JSONReader.parse(bytes, range, limits: limits)
        }
        // A value may be this long because a quotation mark is missing: that is the fault then.
        let end = range.lowerBound + limits.bytesMax
        do {
            _ = try JSONReader.parse(bytes, range.lowerBound..<end, limits: limits)
        } catch  where error.code == .syntax && error.offset != end {
            throw error
        } catch {}
        throw JSONError(
            .size, "a value of more than \(limits.bytesMax) bytes", offset: range.lowerBound)
    }

    /// The value of an object's first member of this name; nil if it has none, or is no object.
    ///
    /// Names are compared as UTF-8 bytes; what stands behind the member is not looked at. A list or
    /// object that does not end reaches to the end of the text.
    /// - Throws: `JSONError` for a fault before the member.
    public func member(_ name: String) throws(JSONError) -> JSONSlice? {
        guard isObject else { return nil }
        var skipper = JSONSkipper(
            bytes, at: range.lowerBound + 1, line: line, end: range.upperBound)
        skipper.skipSpace()
        if skipper.current == UInt8(ascii: "}") { return nil }
        while true {
            skipper.skipSpace()
            guard skipper.current == UInt8(ascii: "\"") else {
                throw skipper.syntax("a name is expected")
            }
            let start = skipper.index
            try skipper.skipString()
            let isNamed = try matches(start..<skipper.index, name)
            skipper.skipSpace()
            guard skipper.skip(UInt8(ascii: ":")) else {
                throw skipper.syntax("a colon is expected")
            }
            skipper.skipSpace()
            if isNamed { return skipper.openEnded() }
            try skipper.skipValue()
            skipper.skipSpace()
            if skipper.current == UInt8(ascii: "}") { return nil }
            guard skipper.skip(UInt8(ascii: ",")) else {
                throw skipper.syntax("a comma or } is expected")
            }
        }
    }

    /// Whether the string in the range, quotation marks included, is the name.
    private func matches(_ range: Range<Int>, _ name: String) throws(JSONError) -> Bool {
        let inside = bytes[(range.lowerBound + 1)..<(range.upperBound - 1)]
        if !inside.contains(UInt8(ascii: "\\")) { return inside.elementsEqual(name.utf8) }
        let value = try JSONReader.parse(bytes, range, limits: JSONLimits())
        return value.string?.utf8.elementsEqual(name.utf8) ?? false
    }

    /// The line of a place in the text, from 1; only what stands in this value is counted.
    public func line(of offset: Int) -> Int {
        let end = min(max(offset, range.lowerBound), bytes.count)
        var line = line
        for byte in bytes[range.lowerBound..<end] where byte == 0x0A { line += 1 }
        return line
    }
}
