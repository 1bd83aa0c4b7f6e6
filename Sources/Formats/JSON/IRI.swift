/// Names of things as linked data has them (RFC 3987), and those of ours among them.
enum IRI {
    private static let ours = "urn:postil:"

    /// Whether a text has the form of an IRI reference: nothing in it that none may hold.
    static func isReference(_ text: String) -> Bool {
        !text.utf8.isEmpty && text.unicodeScalars.allSatisfy { !isForbidden($0) }
    }

    /// Whether a text has the form of an IRI: a scheme, a colon, and more.
    static func isAbsolute(_ text: String) -> Bool {
        guard isReference(text) else { return false }
        let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
        guard let first = scheme.first, isLetter(first), scheme.count + 1 < text.utf8.count else {
            return false
        }
        return scheme.allSatisfy {
            isLetter($0) || isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0)
        }
    }

    /// The IRI of a note by its key: the key itself if it is one.
    static func ofNote(_ key: String) -> String {
        isAbsolute(key) && !isOurs(key) ? key : ours + "note:" + escaped(key)
    }

    /// The key of a note by its IRI.
    static func noteKey(_ iri: String) -> String { unescaped(iri, after: "note:") ?? iri }

    /// Whether it is one that only `ofNote` makes.
    static func isOfNote(_ iri: String) -> Bool { unescaped(iri, after: "note:") != nil }

    /// The IRI of a work: its address if that is one, or a name made of what is known.
    static func ofWork(_ work: ExchangeWork) -> String {
        if let url = work.url {
            return isAbsolute(url) && !isOurs(url) ? url : ours + "url:" + escaped(url)
        }
        if let id = work.id { return ofWork(id: id) }
        return ours + "title:" + escaped(work.title + "\n" + (work.author ?? ""))
    }

    /// The IRI of a work by Postil's own id.
    static func ofWork(id: String) -> String { ours + "work:" + escaped(id) }

    /// The work of an IRI, without its title.
    static func work(_ iri: String) -> ExchangeWork {
        if let id = unescaped(iri, after: "work:") { return ExchangeWork(id: id) }
        if let url = unescaped(iri, after: "url:") { return ExchangeWork(url: url) }
        return isOurs(iri) ? ExchangeWork() : ExchangeWork(url: iri)
    }

    static func isOurs(_ iri: String) -> Bool { iri.utf8.starts(with: ours.utf8) }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{0}"..."\u{20}", "\u{7F}"..."\u{A0}", "<", ">", "\"", "{", "}", "|", "\\", "^", "`":
            true
        default: !scalar.isASCII && scalar.properties.isWhitespace
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The text with every octet escaped that is no letter, digit or one of `-._~`.
    static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if isLetter(byte) || isDigit(byte) || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    /// What stands behind the prefix of ours, its escapes read; nil without it, or for escapes
    /// that are none.
    private static func unescaped(_ iri: String, after kind: String) -> String? {
        guard iri.utf8.starts(with: (ours + kind).utf8) else { return nil }
        var rest = iri.utf8.dropFirst(ours.utf8.count + kind.utf8.count)
        var result: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
                let value = UInt8(digits, radix: 16)
            else { return nil }
            result.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: result, as: UTF8.self)
    }
}
