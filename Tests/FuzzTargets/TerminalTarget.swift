import CommandLine
import JSON

/// Text of strangers in everything that is printed.
enum TerminalTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        var source = ByteSource(octets)
        let width = source.below(90)
        let shape = source.octet()
        let text = String(decoding: source.rest(), as: UTF8.self)
        let line = TerminalSafe.line(text)
        try require(isSafe(line, but: []), "a line is safe")
        try require(isSafe(TerminalSafe.text(text), but: ["\n", "\t"]), "a text is safe")
        // What is laid out stands in it many times over.
        let part = String(String.UnicodeScalarView(text.unicodeScalars.prefix(300)))
        switch shape >> 3 & 3 {
        case 0: try checkTable(part, width, shape)
        case 1: try checkView(part, width, shape)
        case 2: try checkWidths(line, width)
        default:
            try checkJSON(text)
            try checkFailure(part)
        }
    }

    private static func checkFailure(_ text: String) throws(FuzzFailure) {
        let failure = CommandFailure(.failed, code: text, text, evidence: [text], hints: [text])
        try require(isSafe(failure.terminalText(), but: ["\n"]), "a failure is safe")
        try require(
            isSafe(withoutColours(failure.terminalText(isColoured: true)), but: ["\n"]),
            "a failure in colour is safe")
        let read = try? JSONReader.parse(Array(failure.json.utf8))
        try require(
            read?["error"]?["message"] == .string(text) && isSafe(failure.json, but: []),
            "a failure in JSON says what it says")
    }

    /// Whether no terminal could obey any of it or show it in another order: said here a second
    /// time, from the standards.
    static func isSafe(_ text: String, but allowed: Set<Unicode.Scalar>) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x00...0x1F: allowed.contains(scalar)
            case 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
                0x2066...0x2069, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
                false
            default: true
            }
        }
    }

    /// The text without what sets colour and weight; every other sequence stays.
    private static func withoutColours(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            let inside = rest.dropFirst().prefix { ("0"..."9").contains($0) || $0 == ";" }
            let end = rest.dropFirst(1 + inside.count)
            if scalar == "\u{1B}", rest.first == "[", end.first == "m" {
                rest = end.dropFirst()
            } else {
                kept.append(scalar)
            }
        }
        return String(kept)
    }

    private static func checkJSON(_ text: String) throws(FuzzFailure) {
        let json = JSONString.quoted(text)
        try require(isSafe(json, but: []), "a string in JSON is safe")
        let limits = JSONLimits(depthMax: 1, bytesMax: .max)
        try require(
            (try? JSONReader.parse(Array(json.utf8), limits: limits)) == .string(text),
            "a string in JSON is read as it was")
    }

    private static func checkWidths(_ line: String, _ width: Int) throws(FuzzFailure) {
        let cut = TextWidth.truncate(line, width)
        try require(TextWidth.columns(cut) <= width, "what is cut fits")
        try require(
            TextWidth.columns(TextWidth.padded(cut, width)) == width, "what is padded fills")
        let lines = TextWidth.wrap(line, width)
        for line in lines where TextWidth.columns(line) > max(1, width) {
            let visible = line.filter { TextWidth.columns($0) > 0 }
            try require(visible.count == 1, "a line is no wider than asked")
        }
        try require(
            ink(lines.joined(separator: " ")) == ink(line), "wrapping loses nothing but spaces")
    }

    private static func ink(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    private static func checkTable(
        _ text: String, _ width: Int, _ shape: UInt8
    ) throws(FuzzFailure) {
        let columns = [
            Table.Column("one", canShrink: true),
            Table.Column("two", isRightAligned: shape & 1 == 1, canShrink: shape & 2 == 2),
        ]
        var table = Table(columns)
        let half = text.unicodeScalars.count / 2
        table.append([text, String(text.unicodeScalars.prefix(half))])
        table.append([String(text.unicodeScalars.suffix(half))])
        let shown = table.terminalText(width: shape & 4 == 4 ? width : nil, withTitles: true)
        try require(isSafe(shown, but: ["\n"]), "a table is safe")
        try require(shown.utf8.count { $0 == 0x0A } == 3, "a row of a table is a line")
        let plain = table.tabSeparated()
        try require(isSafe(plain, but: ["\n", "\t"]), "a plain table is safe")
        try require(
            plain.utf8.count { $0 == 0x0A } == 2 && plain.utf8.count { $0 == 0x09 } == 2,
            "a plain table has its cells and no more")
    }

    private static func checkView(
        _ text: String, _ width: Int, _ shape: UInt8
    ) throws(FuzzFailure) {
        let reply = ReadingReply(
            depth: Int(shape % 9), label: "b", author: text, when: text, comment: text,
            flags: [text])
        let count = text.unicodeScalars.count
        let places: [ReadingNote.Place] = [
            .passage(start: count / 3, end: count / 2), .page, .lost,
            .passage(start: count / 4, end: count), .passage(start: count, end: count),
            .passage(start: Int(shape) - 9, end: width),
        ]
        let notes = places.enumerated().map { index, place in
            ReadingNote(
                number: index + 1, label: "a", place: place, quote: text, author: text,
                when: "now", comment: index == 0 ? text : "", tags: index == 1 ? [text] : [],
                colour: .green, flags: index == 2 ? [text] : [], replies: index == 3 ? [reply] : [])
        }
        let isColoured = shape & 0x20 != 0
        let view = ReadingView(
            title: String(text.prefix(20)), article: text, headings: [Int(shape & 1)],
            notes: notes, width: width, isColoured: isColoured)
        let page = isColoured ? withoutColours(view.text()) : view.text()
        try require(isSafe(page, but: ["\n"]), "a page is safe")
    }
}
