/// Finds where values end, without reading them; takes as many levels as there are.
struct JSONSkipper {
    let bytes: [UInt8]
    var index: Int
    var line: Int
    private let end: Int

    init(_ bytes: [UInt8], at index: Int = 0, line: Int = 1, end: Int? = nil) {
        self.bytes = bytes
        self.index = index
        self.line = line
        self.end = end ?? bytes.count
    }

    var current: UInt8? { index < end ? bytes[index] : nil }

    func syntax(_ what: String) -> JSONError {
        JSONError(.syntax, what + " at byte \(index)", offset: index)
    }

    mutating func skip(_ sign: UInt8) -> Bool {
        guard current == sign else { return false }
        index += 1
        return true
    }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            if byte == 0x0A { line += 1 }
            index += 1
        }
    }

    /// The value here; a list or object that does not end reaches to the end of the text.
    mutating func openEnded() -> JSONSlice {
        let (start, line) = (index, line)
        do {
            try skipValue()
            return JSONSlice(bytes, start..<index, line: line)
        } catch {
            index = end
            return JSONSlice(bytes, start..<end, line: line, isWhole: false)
        }
    }

    mutating func skipValue() throws(JSONError) {
        switch current {
        case UInt8(ascii: "{"), UInt8(ascii: "["): try skipNested()
        case UInt8(ascii: "\""): try skipString()
        case nil: throw syntax("the text ends where a value is expected")
        default: try skipWord()
        }
    }

    private mutating func skipNested() throws(JSONError) {
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                try skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case 0x0A: line += 1
            default: break
            }
            index += 1
            if depth == 0 { return }
        }
        throw syntax("the text ends inside a list or an object")
    }

    mutating func skipString() throws(JSONError) {
        index += 1
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"): index += 1
            case 0..<0x20:
                index -= 1
                throw syntax("a control character in a string")
            default: break
            }
        }
        index = end
        throw syntax("the text ends inside a string")
    }

    /// A number, or a word such as `true`.
    private mutating func skipWord() throws(JSONError) {
        let start = index
        while let byte = current {
            switch byte {
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), 0x30...0x39, 0x41...0x5A,
                0x61...0x7A:
                index += 1
                continue
            default: break
            }
            break
        }
        if index == start { throw syntax("a value is expected") }
    }
}
