/// What the second line of a clipping says before its date.
struct KindleLabel {
    enum Kind: String {
        case highlight, note, bookmark
    }

    let kind: Kind
    /// The page as the publisher counts it: a number, a roman numeral, or a range of them.
    let page: String?
    /// The device's own count of places, both ends included.
    let location: ClosedRange<Int>?

    /// Reads a label in any language of `KindleWords`; nil if it names no kind.
    init?(_ label: String) {
        let text = Array(label.lowercased().utf8)
        if OctetSearch.first(of: KindleWords.bookmark, in: text) != nil {
            kind = .bookmark
        } else if OctetSearch.first(of: KindleWords.highlight, in: text) != nil {
            kind = .highlight
        } else if OctetSearch.first(of: KindleWords.note, in: text) != nil {
            kind = .note
        } else {
            return nil
        }
        location = Self.location(text)
        page = Self.page(text)
    }

    /// Both ends of the page as numbers, if they are.
    var pages: ClosedRange<Int>? {
        let ends = page?.split(separator: "-").map { Int($0) } ?? []
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
            return nil
        }
        return first...last
    }

    private static func location(_ text: [UInt8]) -> ClosedRange<Int>? {
        guard let word = OctetSearch.first(of: KindleWords.location, in: text) else { return nil }
        var index = word.upperBound
        while index < text.count, !isDigit(text[index]), text[index] != UInt8(ascii: "|") {
            index += 1
        }
        guard let start = number(text, &index) else { return nil }
        guard skipRange(text, &index), let end = number(text, &index) else {
            return start.value...start.value
        }
        // Old devices leave out the digits that both ends share: 1024-25.
        var last = end.value
        if last < start.value, end.digits < start.digits {
            let power = (0..<end.digits).reduce(1) { power, _ in power * 10 }
            last += start.value / power * power
        }
        return start.value...max(start.value, last)
    }

    private static let rangeSigns = ["-", "–", "—", "t/m"].map { Array($0.utf8) }

    /// Skips what stands between the ends of a range: a hyphen, a dash, or the Dutch “t/m”.
    private static func skipRange(_ text: [UInt8], _ index: inout Int) -> Bool {
        var ahead = index
        while ahead < text.count, text[ahead] == 0x20 { ahead += 1 }
        guard let sign = rangeSigns.first(where: { text[ahead...].starts(with: $0) }) else {
            return false
        }
        ahead += sign.count
        while ahead < text.count, text[ahead] == 0x20 { ahead += 1 }
        guard ahead < text.count, isDigit(text[ahead]) else { return false }
        index = ahead
        return true
    }

    private static func page(_ text: [UInt8]) -> String? {
        if let word = OctetSearch.first(of: KindleWords.pageBehind, in: text) {
            var end = word.lowerBound
            while end > 0, text[end - 1] == 0x20 { end -= 1 }
            var start = end
            while start > 0, isOfPage(text[start - 1]) { start -= 1 }
            return page(text[start..<end])
        }
        guard let word = OctetSearch.first(of: KindleWords.pageBefore, in: text) else { return nil }
        var start = word.upperBound
        while start < text.count, text[start] != 0x20 { start += 1 }
        while start < text.count, text[start] == 0x20 { start += 1 }
        var end = start
        while end < text.count, isOfPage(text[end]) { end += 1 }
        return page(text[start..<end])
    }

    private static func page(_ token: ArraySlice<UInt8>) -> String? {
        let roman = "ivxlcdm-".utf8
        guard (1...32).contains(token.count), token.first != UInt8(ascii: "-"),
            token.contains(where: isDigit) || token.allSatisfy(roman.contains)
        else { return nil }
        return String(decoding: token, as: UTF8.self)
    }

    private static func isOfPage(_ octet: UInt8) -> Bool {
        isDigit(octet) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
            || octet == UInt8(ascii: "-")
    }

    private static func isDigit(_ octet: UInt8) -> Bool { (0x30...0x39).contains(octet) }

    /// A number of at most nine digits; nil if none stands there.
    private static func number(
        _ text: [UInt8], _ index: inout Int
    ) -> (value: Int, digits: Int)? {
        var (value, digits) = (0, 0)
        while index < text.count, isDigit(text[index]), digits < 9 {
            value = value * 10 + Int(text[index]) - 0x30
            digits += 1
            index += 1
        }
        return digits == 0 ? nil : (value, digits)
    }
}
