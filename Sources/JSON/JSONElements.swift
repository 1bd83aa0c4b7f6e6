/// The elements of a list in a JSON text, one after the other.
public struct JSONElements: Sendable {
    private var skipper: JSONSkipper
    private var isAtStart = true
    private var isAtEnd = false

    /// The elements of a value; none if it is no list.
    public init(_ list: JSONSlice) {
        isAtEnd = !list.isArray
        skipper = JSONSkipper(list.bytes, at: list.range.lowerBound + 1, line: list.line)
    }

    /// The next element; nil behind the last.
    ///
    /// An element that does not end reaches to the end of the text, so that reading it names the
    /// first fault.
    /// - Throws: `JSONError` if the list goes on as no list does; there is no next element then.
    public mutating func next() throws(JSONError) -> JSONSlice? {
        if isAtEnd { return nil }
        isAtEnd = true
        skipper.skipSpace()
        if isAtStart, skipper.skip(UInt8(ascii: "]")) { return nil }
        if !isAtStart {
            if skipper.skip(UInt8(ascii: "]")) { return nil }
            guard skipper.skip(UInt8(ascii: ",")) else {
                throw skipper.syntax("a comma or ] is expected")
            }
            skipper.skipSpace()
        }
        isAtStart = false
        switch skipper.current {
        case nil: throw skipper.syntax("the text ends where a value is expected")
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"):
            throw skipper.syntax("a value is expected")
        default: break
        }
        isAtEnd = false
        return skipper.openEnded()
    }

    /// The line to which reading has come, from 1.
    public var line: Int { skipper.line }
}
