/// Text of notes on its way into Markdown, as Obsidian reads it.
enum MarkdownText {
    /// The lines of a text, controls left out, white space at both ends of each line as well.
    static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            TextParts.trimmed(withoutControls(line))
        }
    }

    /// A name or a title on one line, escaped.
    static func oneLine(_ text: String) -> String {
        let line = lines(TextParts.withoutDirections(text)).joined(separator: " ")
        return escaped(TextParts.trimmed(line))
    }

    /// A line of a passage, so escaped that it shows as it is: no markup, link, picture, tag,
    /// formula or comment begins in it.
    static func escaped(_ line: String) -> String {
        let scalars = Array(line.unicodeScalars)
        var result = ""
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            if isMarkup(scalar, before: before, after: after)
                || isNumbering(scalars, at: index)
            {
                result.unicodeScalars.append("\\")
            }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func isMarkup(
        _ scalar: Unicode.Scalar, before: Unicode.Scalar?, after: Unicode.Scalar?
    ) -> Bool {
        switch scalar {
        case "\\", "`", "*", "[", "]", "<", "$": true
        case "_", "#", "^": !isWord(before) || !isWord(after)
        case "~", "=", "%": before == scalar || after == scalar
        case "&": isWord(after) || after == "#"
        case ">", "-", "+", "|", ":": before == nil
        default: false
        }
    }

    /// The sign behind a number that begins a line.
    private static func isNumbering(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard scalars[index] == "." || scalars[index] == ")", (1...9).contains(index) else {
            return false
        }
        return scalars[..<index].allSatisfy { ("0"..."9").contains($0) }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    /// A comment, which is Markdown and stays so; but what it leaves open is closed, so that it
    /// takes nothing of what follows into itself.
    static func comment(_ text: String) -> [String] {
        var fence: (sign: Unicode.Scalar, count: Int)?
        var (comments, formulas): ([Int], [Int]) = ([], [])
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
            withoutControls($0)
        }
        for index in lines.indices {
            if let found = self.fence(lines[index]) {
                if let open = fence {
                    let isClosing = found.sign == open.sign && found.count >= open.count
                    if isClosing && found.isBare { fence = nil }
                } else {
                    fence = (found.sign, found.count)
                }
                continue
            }
            if fence != nil { continue }
            lines[index] = withoutHTMLBlock(lines[index])
            if count("%%", in: lines[index]) % 2 == 1 { comments.append(index) }
            if count("$$", in: lines[index]) % 2 == 1 { formulas.append(index) }
        }
        while lines.last.map(TextParts.trimmed)?.utf8.isEmpty == true { lines.removeLast() }
        if let fence { lines.append(String(repeating: String(fence.sign), count: fence.count)) }
        if comments.count % 2 == 1, let last = comments.last { escape("%%", in: &lines[last]) }
        if formulas.count % 2 == 1, let last = formulas.last { escape("$$", in: &lines[last]) }
        return Array(lines.drop { TextParts.trimmed($0).utf8.isEmpty })
    }

    /// The fence that the line is: three or more backticks or tildes (CommonMark 0.31, 4.5).
    private static func fence(
        _ line: String
    ) -> (sign: Unicode.Scalar, count: Int, isBare: Bool)? {
        let scalars = line.unicodeScalars
        let rest = scalars.drop { $0 == " " }
        guard scalars.count - rest.count <= 3, let sign = rest.first, sign == "`" || sign == "~"
        else { return nil }
        let behind = rest.drop { $0 == sign }
        let count = rest.count - behind.count
        guard count >= 3, sign == "~" || !behind.contains("`") else { return nil }
        return (sign, count, behind.allSatisfy { $0 == " " || $0 == "\t" })
    }

    /// An HTML block begins with its line, and may end with the file (CommonMark 0.31, 4.6).
    private static func withoutHTMLBlock(_ line: String) -> String {
        let rest = line.unicodeScalars.drop { $0 == " " || $0 == ">" || $0 == "-" }
        guard rest.first == "<", let next = rest.dropFirst().first else { return line }
        let isAddress = rest.dropFirst().prefix { $0 != ">" }.contains(":")
        guard !isAddress, next.isASCII, next != " " else { return line }
        let start = line.unicodeScalars.count - rest.count
        return String(line.unicodeScalars.prefix(start)) + "\\"
            + String(line.unicodeScalars.dropFirst(start))
    }

    private static func count(_ pair: String, in line: String) -> Int {
        let signs = Array(pair.utf8)
        var (count, isHalf) = (0, false)
        for octet in line.utf8 {
            if octet != signs[0] {
                isHalf = false
            } else if isHalf {
                count += 1
                isHalf = false
            } else {
                isHalf = true
            }
        }
        return count
    }

    /// Escapes all signs of such a pair in the line.
    private static func escape(_ pair: String, in line: inout String) {
        let sign = pair.unicodeScalars.first
        var result = ""
        for scalar in line.unicodeScalars {
            if scalar == sign { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar)
        }
        line = result
    }

    private static func withoutControls(_ text: some StringProtocol) -> String {
        var result = ""
        result.unicodeScalars.append(
            contentsOf: text.unicodeScalars.filter { scalar in
                scalar == "\t" || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
            })
        return result
    }

    /// The tag as Obsidian takes it: letters, digits, `_`, `-` and `/`, and not digits alone; nil
    /// if nothing of it is left.
    static func tag(_ tag: String) -> String? {
        let name = hyphenated(tag) { "_-/".unicodeScalars.contains($0) }
        if name.utf8.isEmpty { return nil }
        return name.utf8.allSatisfy { (0x30...0x39).contains($0) } ? "_" + name : name
    }

    /// The text with one hyphen for each run of what is neither letter, digit nor taken besides.
    static func hyphenated(
        _ text: String, besides isTaken: (Unicode.Scalar) -> Bool = { _ in false }
    ) -> String {
        var result = ""
        var isGap = false
        for character in text {
            let kept = character.unicodeScalars.filter { isWord($0) || isTaken($0) || isMark($0) }
            guard let first = kept.first, !isMark(first), first != "-", kept.count <= 8 else {
                isGap = true
                continue
            }
            if isGap, !result.utf8.isEmpty { result += "-" }
            isGap = false
            result.unicodeScalars.append(contentsOf: kept)
        }
        return result
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        [.nonspacingMark, .spacingMark].contains(scalar.properties.generalCategory)
    }
}
