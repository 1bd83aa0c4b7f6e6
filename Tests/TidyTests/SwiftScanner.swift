/// Splits Swift source into tokens and comments; the contents of string literals are neither.
///
/// Knows nested comments, raw and multi-line strings, and interpolations, whose inside is code.
/// Does not know regular-expression literals between slashes: the package writes none.
struct SwiftScanner {
    /// A word (identifier, keyword, number) or one punctuation sign.
    struct Token: Equatable {
        var text: String
        /// Counts from 1.
        var line: Int
        /// Whether no white space separates it from the token before.
        var isGlued: Bool
        /// Whether it is a word and not a sign.
        var isWord: Bool
    }

    /// One line's share of a comment, its slashes and stars included.
    struct Comment: Equatable {
        var text: String
        var line: Int
    }

    private enum Mode {
        case code(openParentheses: Int)
        case string(hashes: Int, isMultiline: Bool)
    }

    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []

    private let octets: [UInt8]
    private var position = 0
    private var line = 1
    private var isGlued = false
    private var modes: [Mode] = []

    init(_ source: String) {
        octets = Array(source.utf8)
        while position < octets.count {
            if case .string(let hashes, let isMultiline) = modes.last {
                scanString(hashes: hashes, isMultiline: isMultiline)
            } else {
                scanCode()
            }
        }
    }

    private mutating func scanCode() {
        let octet = octets[position]
        if octet == UInt8(ascii: "\n") || octet == UInt8(ascii: " ") {
            advance(1)
            isGlued = false
        } else if matches("//") {
            scanLineComment()
        } else if matches("/*") {
            scanBlockComment()
        } else if let (hashes, isMultiline) = stringStart() {
            append(String(repeating: "#", count: hashes) + "\"", isWord: false)
            advance(hashes + (isMultiline ? 3 : 1))
            modes.append(.string(hashes: hashes, isMultiline: isMultiline))
        } else if Self.isWordOctet(octet) {
            let start = position
            while position < octets.count, Self.isWordOctet(octets[position]) { position += 1 }
            append(String(decoding: octets[start..<position], as: UTF8.self), isWord: true)
        } else {
            scanSign(octet)
        }
    }

    private mutating func scanSign(_ octet: UInt8) {
        append(String(UnicodeScalar(octet)), isWord: false)
        advance(1)
        guard case .code(let open) = modes.last else { return }
        if octet == UInt8(ascii: "(") {
            modes[modes.count - 1] = .code(openParentheses: open + 1)
        } else if octet == UInt8(ascii: ")") {
            if open == 1 {
                modes.removeLast()
            } else {
                modes[modes.count - 1] = .code(openParentheses: open - 1)
            }
        }
    }

    private mutating func scanString(hashes: Int, isMultiline: Bool) {
        let marks = String(repeating: "#", count: hashes)
        if matches("\\" + marks + "(") {
            advance(1 + hashes)
            append("(", isWord: false)
            advance(1)
            modes.append(.code(openParentheses: 1))
        } else if matches("\\" + marks) {
            advance(1 + hashes + (position + 1 + hashes < octets.count ? 1 : 0))
        } else if matches((isMultiline ? "\"\"\"" : "\"") + marks) {
            advance((isMultiline ? 3 : 1) + hashes)
            modes.removeLast()
            append("\"", isWord: false)
        } else {
            advance(1)
        }
    }

    private mutating func scanLineComment() {
        let start = position
        while position < octets.count, octets[position] != UInt8(ascii: "\n") { position += 1 }
        appendComment(from: start)
    }

    private mutating func scanBlockComment() {
        var depth = 0
        var start = position
        repeat {
            if matches("/*") {
                depth += 1
                advance(2)
            } else if matches("*/") {
                depth -= 1
                advance(2)
            } else {
                if octets[position] == UInt8(ascii: "\n") {
                    appendComment(from: start)
                    start = position + 1
                }
                advance(1)
            }
        } while depth > 0 && position < octets.count
        appendComment(from: start)
    }

    private func stringStart() -> (hashes: Int, isMultiline: Bool)? {
        var quote = position
        while quote < octets.count, octets[quote] == UInt8(ascii: "#") { quote += 1 }
        guard quote < octets.count, octets[quote] == UInt8(ascii: "\"") else { return nil }
        let isMultiline = octets[quote...].starts(with: Array("\"\"\"".utf8))
        return (quote - position, isMultiline)
    }

    private func matches(_ text: String) -> Bool {
        octets[position...].starts(with: text.utf8)
    }

    private mutating func advance(_ count: Int) {
        for _ in 0..<count where position < octets.count {
            if octets[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private mutating func append(_ text: String, isWord: Bool) {
        tokens.append(Token(text: text, line: line, isGlued: isGlued, isWord: isWord))
        isGlued = true
    }

    private mutating func appendComment(from start: Int) {
        let text = String(decoding: octets[start..<position], as: UTF8.self)
        comments.append(Comment(text: text, line: line))
        isGlued = false
    }

    private static func isWordOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
