/// The values of a text that holds one on each line; lines of nothing but space are left out.
public struct JSONLines: Sendable {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 0

    /// The lines of a text; a byte order mark before the first is left out.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// Whether a text looks as if it held a value on each line: its first line is a whole value,
    /// and more follows.
    public static func matches(_ bytes: [UInt8]) -> Bool {
        var lines = JSONLines(bytes)
        guard let first = lines.next(), lines.next() != nil else { return false }
        var skipper = JSONSkipper(bytes, at: first.range.lowerBound, line: first.line)
        guard first.isObject || first.isArray, (try? skipper.skipValue()) != nil else {
            return false
        }
        return skipper.index == first.range.upperBound
    }

    /// What stands on the next line that is not empty, a value or not; nil behind the last.
    public mutating func next() -> JSONSlice? {
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
            var range = index..<end
            index = end + 1
            line += 1
            while let first = range.first, isSpace(bytes[first]) { range.removeFirst() }
            while let last = range.last, isSpace(bytes[last]) { range.removeLast() }
            if !range.isEmpty { return JSONSlice(bytes, range, line: line) }
        }
        return nil
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
