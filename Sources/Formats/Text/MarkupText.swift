/// Text of strangers on its way into HTML and XML.
enum MarkupText {
    /// Appends the text with all that is markup escaped, for content and for attribute values.
    ///
    /// Left out is what neither language allows or what nobody sees: controls but tab and line
    /// feed, and noncharacters. CR and CRLF become LF.
    static func append(_ text: some StringProtocol, to result: inout String) {
        var isReturn = false
        for scalar in text.unicodeScalars {
            if isReturn, scalar != "\n" { result.unicodeScalars.append("\n") }
            isReturn = scalar == "\r"
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: if isAllowed(scalar) { result.unicodeScalars.append(scalar) }
            }
        }
        if isReturn { result.unicodeScalars.append("\n") }
    }

    /// The text escaped.
    static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        append(text, to: &result)
        return result
    }

    /// The text escaped for where nothing isolates it, such as a title: without bidirectional
    /// controls, which would turn around what stands beside it.
    static func plain(_ text: String) -> String {
        escaped(TextParts.withoutDirections(text))
    }

    /// The address, if a reader may follow it; nil for `javascript:` and the like.
    static func link(_ url: String?) -> String? {
        guard let url else { return nil }
        let start = url.utf8.prefix(8).map { $0 | 0x20 }
        let isWeb = start.starts(with: "https://".utf8) || start.starts(with: "http://".utf8)
        let isClean = url.unicodeScalars.allSatisfy { $0.value > 0x20 && isAllowed($0) }
        return isWeb && isClean ? url : nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0x00..<0x20, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
