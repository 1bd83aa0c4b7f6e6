/// Splits a raw request path into its decoded segments, strictly (RFC 3986, 3.3).
///
/// The path is split before it is decoded, so that an encoded slash can never make a segment.
public enum RequestPath {
    /// Says why a path is refused.
    public enum Failure: Error, Equatable, Sendable {
        /// The path does not start with `/`.
        case notAbsolute
        /// A `%` is not followed by two hexadecimal digits, or a byte may not stand there
        /// unencoded.
        case badEncoding
        /// A segment decodes to a slash, a backslash, or a control byte such as NUL.
        case forbiddenByte
        /// A segment is `.` or `..`.
        case dotSegment
        /// The decoded bytes are not UTF-8.
        case notUTF8
    }

    /// Returns the decoded segments after the leading slash; `/` has none, and `/a/` ends in an
    /// empty one.
    /// - Throws: `Failure` for the first fault.
    public static func segments(of path: String) throws(Failure) -> [String] {
        guard path.utf8.first == 0x2F else { throw .notAbsolute }
        if path.utf8.count == 1 { return [] }
        var segments: [String] = []
        for part in path.utf8.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false) {
            segments.append(try decode(part))
        }
        return segments
    }

    /// Returns `segment` with its percent encoding undone.
    /// - Throws: `Failure` for the first fault.
    public static func decode(segment: String) throws(Failure) -> String {
        try decode(segment.utf8)
    }

    private static func decode(_ segment: some Collection<UInt8>) throws(Failure) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(segment.count)
        var rest = segment.makeIterator()
        while let byte = rest.next() {
            if byte != 0x25 {
                guard HTTPBytes.isTarget(byte), byte != 0x3F else { throw .badEncoding }
                bytes.append(byte)
            } else {
                guard let high = rest.next().flatMap(HTTPBytes.hexValue),
                    let low = rest.next().flatMap(HTTPBytes.hexValue)
                else { throw .badEncoding }
                bytes.append(high << 4 | low)
            }
        }
        guard !bytes.contains(where: isForbidden) else { throw .forbiddenByte }
        guard bytes != [0x2E], bytes != [0x2E, 0x2E] else { throw .dotSegment }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == 0x2F || byte == 0x5C
    }
}
