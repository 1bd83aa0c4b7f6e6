/// One system call as `strace -f -y -xx` writes it, that did something to the disk.
struct TraceLine {
    let call: String
    /// The file that the first argument is a descriptor of, or that the call returned one of.
    private(set) var path = ""
    /// All that stands in quotation marks.
    private(set) var strings: [[UInt8]] = []
    /// The octets after the last string, such as `, 24, 32`.
    private(set) var numbers: [Int] = []
    /// Whether it is a sync that failed.
    private(set) var hasFailed = false
    /// What is neither quoted nor a path.
    private(set) var rest = ""

    /// Reads the text of one call, without the number of its thread; nil if it failed.
    init?(_ line: Substring.UTF8View) {
        let call = line.prefix { $0 != UInt8(ascii: "(") }
        guard call.count < line.count else { return nil }
        self.call = String(Substring(call))
        var place = line.index(call.endIndex, offsetBy: 1)
        var plain: [UInt8] = []
        var paths: [[UInt8]] = []
        while place < line.endIndex {
            let octet = line[place]
            line.formIndex(after: &place)
            if octet == UInt8(ascii: "\"") {
                strings.append(Self.escaped(line, &place, end: UInt8(ascii: "\"")))
                plain = []
            } else if octet == UInt8(ascii: "<") {
                paths.append(Self.escaped(line, &place, end: UInt8(ascii: ">")))
            } else {
                plain.append(octet)
            }
            rest.unicodeScalars.append(Unicode.Scalar(octet))
        }
        path = paths.last.map { String(decoding: $0, as: UTF8.self) } ?? ""
        numbers = Self.numbers(plain)
        guard let result = numbers.last else { return nil }
        hasFailed = result < 0
        // Of those that failed, only a sync leaves a trace on the disk.
        if hasFailed, !call.elementsEqual("fsync".utf8), !call.elementsEqual("fdatasync".utf8) {
            return nil
        }
    }

    /// Octets up to an end, `\x2f` and `\n` being one octet each.
    private static func escaped(
        _ line: Substring.UTF8View, _ place: inout Substring.UTF8View.Index, end: UInt8
    ) -> [UInt8] {
        var octets: [UInt8] = []
        while place < line.endIndex {
            let octet = line[place]
            line.formIndex(after: &place)
            if octet == end { break }
            guard octet == UInt8(ascii: "\\"), place < line.endIndex else {
                octets.append(octet)
                continue
            }
            line.formIndex(after: &place)
            guard let after = line.index(place, offsetBy: 2, limitedBy: line.endIndex) else {
                break
            }
            octets.append(digit(line[place]) << 4 | digit(line[line.index(after: place)]))
            place = after
        }
        return octets
    }

    private static func digit(_ octet: UInt8) -> UInt8 {
        octet < 0x3A ? octet &- 0x30 : octet &- 0x57
    }

    private static func numbers(_ octets: [UInt8]) -> [Int] {
        octets.split { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: "-") }
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// The calls of a log in the order in which they ended; those that threads began and ended
    /// between each other's are put together.
    static func all(in log: String) -> [TraceLine] {
        var begun: [Substring: String] = [:]
        var result: [TraceLine] = []
        for line in log.split(separator: "\n") {
            let thread = line.prefix { $0 != " " }
            let text = line.dropFirst(thread.count).drop { $0 == " " }
            if text.hasSuffix("<unfinished ...>") {
                begun[thread] = String(text.dropLast("<unfinished ...>".count))
            } else if text.hasPrefix("<... "), let end = text.range(of: " resumed>") {
                let whole = (begun.removeValue(forKey: thread) ?? "") + text[end.upperBound...]
                if let call = TraceLine(whole[...].utf8) { result.append(call) }
            } else if let call = TraceLine(text.utf8) {
                result.append(call)
            }
        }
        return result
    }
}

extension Substring {
    /// Where a short word stands first.
    fileprivate func range(of word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) {
                return start..<index(start, offsetBy: word.count)
            }
            formIndex(after: &start)
        }
        return nil
    }
}
