/// Names the part of a body that a `Range` field asks for (RFC 9110, 14.2): `bytes=a-` or
/// `bytes=a-b`.
///
/// Suffix ranges and lists of ranges are not read; a server may answer them with the whole body.
public struct ByteRange: Equatable, Sendable {
    /// The offset of the first byte asked for, from 0.
    public let first: Int
    /// The offset of the last byte asked for, itself included; `nil` for the end.
    public let last: Int?

    /// Names the bytes from `first` to `last`, both included.
    /// - Returns: `nil` for a negative `first`, or a `last` before it.
    public init?(first: Int, last: Int? = nil) {
        guard first >= 0, last.map({ $0 >= first }) ?? true else { return nil }
        self.first = first
        self.last = last
    }

    /// Reads the value of a `Range` field.
    /// - Returns: `nil` for any other form than the two above; the field is then ignored.
    public init?(field: String) {
        let bytes = Array(field.utf8)
        let unit = Array("bytes=".utf8)
        guard bytes.count > unit.count, bytes.prefix(unit.count).map(HTTPBytes.lowercased) == unit
        else { return nil }
        let bounds = bytes.dropFirst(unit.count).split(
            separator: 0x2D, omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = HTTPBytes.decimal(bounds[0]) else { return nil }
        if bounds[1].isEmpty {
            self.init(first: first)
        } else {
            guard let last = HTTPBytes.decimal(bounds[1]) else { return nil }
            self.init(first: first, last: last)
        }
    }

    /// Returns the half-open range of offsets that exists in a body of `count` bytes.
    /// - Returns: `nil` when the range starts at or after the end: answer 416.
    public func offsets(in count: Int) -> Range<Int>? {
        guard first < count else { return nil }
        guard let last, last < count else { return first..<count }
        return first..<(last + 1)
    }

    /// The value for a `Range` field.
    public var field: String { "bytes=\(first)-\(last.map(String.init) ?? "")" }
}
