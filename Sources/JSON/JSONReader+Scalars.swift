extension JSONReader {
    /// A number by the grammar of RFC 8259, section 6.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        var isWhole = true
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        if skip(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let whole = Int64(text) { return .int(whole) }
        guard let value = Double(text), value.isFinite else {
            throw JSONError(.number, "a number out of range at byte \(start)", offset: start)
        }
        return .double(value)
    }

    private mutating func digits() throws(JSONError) {
        let start = index
        while let byte = current, (0x30...0x39).contains(byte) { index += 1 }
        if index == start { throw syntax("a digit is expected") }
    }

    /// A string, quotation marks included in the text and not in the result.
    mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
            byte >= 0x20
        {
            index += 1
        }
        if current == UInt8(ascii: "\"") {
            index += 1
            return try validated(bytes[start..<(index - 1)], start)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var result = Array(bytes[start..<index])
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try validated(result[...], start)
            case UInt8(ascii: "\\"): result.append(contentsOf: try escape())
            case 0x20...: result.append(byte)
            default:
                index -= 1
                throw syntax("a control character in a string")
            }
        }
        throw syntax("the text ends inside a string")
    }

    private func validated(_ bytes: ArraySlice<UInt8>, _ start: Int) throws(JSONError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.span))
        } catch {
            throw JSONError(
                .encoding, "the string at byte \(start) is not UTF-8", offset: start)
        }
    }

    /// The UTF-8 of an escape whose backslash has been read.
    private mutating func escape() throws(JSONError) -> [UInt8] {
        guard let sign = current else { throw syntax("the text ends inside a string") }
        index += 1
        switch sign {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [sign]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try escapedScalar()
        default:
            index -= 1
            throw syntax("an unknown escape")
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> [UInt8] {
        let start = index
        var value = try unit()
        if (0xD800...0xDBFF).contains(value) {
            guard skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
                throw loneSurrogate(start)
            }
            let low = try unit()
            guard (0xDC00...0xDFFF).contains(low) else { throw loneSurrogate(start) }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw loneSurrogate(start) }
        return Array(String(scalar).utf8)
    }

    private func loneSurrogate(_ offset: Int) -> JSONError {
        JSONError(.surrogate, "half of a surrogate pair at byte \(offset)", offset: offset)
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let sign = current, let digit = Character(Unicode.Scalar(sign)).hexDigitValue
            else { throw syntax("four hexadecimal digits are expected") }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
