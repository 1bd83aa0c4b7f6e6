internal import TextAnchoring

/// Writes blocks into a canonical text and notes where the headings are.
struct BlockWriter {
    private(set) var text = ""
    private(set) var headings: [Heading] = []
    /// The first line of the text, folded; nil while nothing is written.
    private(set) var firstLine: String?

    private var block = ""
    private var codePoints = 0

    /// Takes the next piece of the document.
    mutating func take(_ piece: Document.Piece) {
        switch piece {
        case .text(let text): block += text
        case .softBreak: block += " "
        case .hardBreak: block += "\n"
        case .html(let tag): if tag.prefix(3).lowercased() == "<br" { block += "\n" }
        case .code(let lines): write(Self.withoutBlankEnds(lines))
        case .paragraphEnd: finish(between: "\n")
        case .headingEnd(let level):
            let start = text.isEmpty ? 0 : codePoints + 1
            finish(between: " ")
            if codePoints > start {
                headings.append(Heading(level: level, range: start..<codePoints))
            }
        }
    }

    private mutating func finish(between lines: String) {
        write(Self.folded(block).split(separator: "\n").joined(separator: lines))
        block = ""
    }

    private mutating func write(_ lines: String) {
        guard !lines.isEmpty else { return }
        if firstLine == nil {
            let line = lines.unicodeScalars.prefix { $0 != "\n" }
            firstLine = Self.folded(String(line))
        } else {
            text += "\n"
            codePoints += 1
        }
        text += lines
        codePoints += lines.unicodeScalars.count
    }

    private static func folded(_ text: String) -> String {
        String(decoding: FoldedLines(text).joined, as: UTF8.self)
    }

    private static func withoutBlankEnds(_ code: String) -> String {
        let lines = code.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        let isBlank: (Substring.UTF8View) -> Bool = { line in
            line.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
        guard let first = lines.firstIndex(where: { !isBlank($0) }),
            let last = lines.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return lines[first...last].map { String(Substring($0)) }.joined(separator: "\n")
    }
}
