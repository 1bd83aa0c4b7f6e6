import JSON

extension ExchangeFormat {
    /// How much of a file is looked at.
    private static let lookMax = 65_536

    /// The format of a file by what it begins with; nil if it is none of those that are read.
    public static func detect(_ octets: [UInt8]) -> ExchangeFormat? {
        let head = octets.prefix(lookMax)
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head.dropFirst(3) : head
        guard let first = text.first(where: { $0 > 0x20 }) else { return nil }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return json(text)
        case UInt8(ascii: "-"), UInt8(ascii: "r"):
            if holds(text, "return {") || holds(text, "return{") { return .koreader }
        default: break
        }
        if holds(text, "==========") { return .kindle }
        let end = text.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.endIndex
        let line = text[..<end]
        if holds(line, "Highlight"), holds(line, "Book Title") { return .readwise }
        let words = line.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
        let isTable = words.contains { ",;\t".utf8.contains($0) }
        if isTable, holds(words, "note"), holds(words, "quote") || holds(words, "highlight") {
            return .csv
        }
        return nil
    }

    private static func json(_ text: ArraySlice<UInt8>) -> ExchangeFormat? {
        if isOwn(text) { return .jsonl }
        let isHypothesis =
            holds(text, "\"rows\"") || holds(text, "\"client_version\"")
            || (holds(text, "\"uri\"") && holds(text, "\"user\"") && !holds(text, "@context"))
        if isHypothesis { return .hypothesis }
        if holds(text, "\"entries\"") || holds(text, "\"documents\"") { return .koreader }
        return .w3c
    }

    /// Whether the first line is one of Postil's own export.
    private static func isOwn(_ text: ArraySlice<UInt8>) -> Bool {
        if holds(text, "\"v\":1,\"type\":") { return true }
        var lines = JSONLines(Array(text))
        guard let first = lines.next(), first.isObject,
            let value = try? first.value(limits: JSONLimits(depthMax: 64, bytesMax: lookMax))
        else { return false }
        return value["v"]?.int == 1 && value["type"]?.string != nil
    }

    private static func holds(_ text: ArraySlice<UInt8>, _ words: StaticString) -> Bool {
        let needle = Array("\(words)".utf8)
        guard let first = needle.first else { return true }
        var rest = text
        while let start = rest.firstIndex(of: first) {
            if rest[start...].starts(with: needle) { return true }
            rest = rest[(start + 1)...]
        }
        return false
    }
}
