extension LuaReader {
    /// A decimal or hexadecimal number, with or without sign.
    mutating func number() throws(FormatError) -> Double {
        let start = index
        _ = skip("-")
        let signs = "0123456789abcdefABCDEFxXpP.".utf8
        while let octet = current {
            let isExponent = index > start && "eEpP".utf8.contains(octets[index - 1])
            let isSign = octet == UInt8(ascii: "+") || octet == UInt8(ascii: "-")
            guard signs.contains(octet) || (isExponent && isSign) else { break }
            index += 1
        }
        guard index - start <= 64,
            let number = Double(String(decoding: octets[start..<index], as: UTF8.self)),
            number.isFinite
        else { throw error("this is no number") }
        return number
    }

    /// A string in quotation marks or long brackets; what is not UTF-8 becomes U+FFFD.
    mutating func string() throws(FormatError) -> String {
        if current == UInt8(ascii: "[") { return try longString() }
        let opened = line
        let mark = current
        step()
        var (text, start): ([UInt8], Int) = ([], index)
        while let octet = current, octet != mark {
            if octet == UInt8(ascii: "\\") {
                text += octets[start..<index]
                try escape(&text)
                start = index
            } else if octet == 0x0A {
                throw error("a string is not closed on its line")
            } else {
                index += 1
            }
        }
        guard current == mark else {
            throw FormatError(line: opened, "a string that begins here is not closed")
        }
        let rest = octets[start..<index]
        index += 1
        return String(decoding: text.isEmpty ? rest : (text + rest)[...], as: UTF8.self)
    }

    /// Reads the escape at the backslash.
    private mutating func escape(_ text: inout [UInt8]) throws(FormatError) {
        index += 1
        guard let sign = current else { throw error("the file ends inside a string") }
        if (0x30...0x39).contains(sign) { return try decimalEscape(&text) }
        step()
        switch sign {
        case UInt8(ascii: "a"): text.append(0x07)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "v"): text.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): text.append(sign)
        case 0x0A: text.append(0x0A)
        case 0x0D:
            text.append(0x0A)
            if current == 0x0A { step() }
        case UInt8(ascii: "x"):
            let high = try hexDigit()
            text.append(UInt8(high << 4 | (try hexDigit())))
        case UInt8(ascii: "z"):
            while let octet = current, octet == 0x20 || (0x09...0x0D).contains(octet) { step() }
        case UInt8(ascii: "u"): try scalarEscape(&text)
        default: throw error("an unknown escape in a string")
        }
    }

    /// `\065`: up to three digits.
    private mutating func decimalEscape(_ text: inout [UInt8]) throws(FormatError) {
        var (value, digits) = (0, 0)
        while let octet = current, (0x30...0x39).contains(octet), digits < 3 {
            value = value * 10 + Int(octet) - 0x30
            digits += 1
            index += 1
        }
        guard let octet = UInt8(exactly: value) else { throw error("an escape past 255") }
        text.append(octet)
    }

    /// `\u{1F600}`.
    private mutating func scalarEscape(_ text: inout [UInt8]) throws(FormatError) {
        guard skip("{") else { throw error("{ is expected behind \\u") }
        var value: UInt32 = 0
        while !skip("}") {
            guard value < 0x110000 else { throw error("an escape past U+10FFFF") }
            value = value << 4 | UInt32(try hexDigit())
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("an escape of no character") }
        text += Array(String(scalar).utf8)
    }

    private mutating func hexDigit() throws(FormatError) -> Int {
        guard let octet = current, let digit = Character(Unicode.Scalar(octet)).hexDigitValue,
            octet < 0x80
        else { throw error("a hexadecimal digit is expected") }
        index += 1
        return digit
    }

    /// How many equals signs stand in the long bracket `[==[` that opens here; nil if none does.
    func longBracketLevel() -> Int? {
        guard current == UInt8(ascii: "[") else { return nil }
        var end = index + 1
        while end < octets.count, octets[end] == UInt8(ascii: "=") { end += 1 }
        return end < octets.count && octets[end] == UInt8(ascii: "[") ? end - index - 1 : nil
    }

    /// What stands in long brackets, a line end right behind the first left out.
    mutating func longString() throws(FormatError) -> String {
        guard let level = longBracketLevel() else { throw error("a value is expected") }
        let opened = line
        index += level + 2
        if current == 0x0D { index += 1 }
        if current == 0x0A { step() }
        let start = index
        while let octet = current {
            if octet == UInt8(ascii: "]"), closes(level) {
                let text = octets[start..<index]
                index += level + 2
                return String(decoding: text, as: UTF8.self)
            }
            step()
        }
        throw FormatError(line: opened, "a long bracket that opens here is not closed")
    }

    private func closes(_ level: Int) -> Bool {
        let end = index + level + 1
        guard end < octets.count, octets[end] == UInt8(ascii: "]") else { return false }
        return octets[(index + 1)..<end].allSatisfy { $0 == UInt8(ascii: "=") }
    }
}
