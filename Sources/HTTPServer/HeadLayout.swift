import CMicroHTTPD

/// Finds what libmicrohttpd 0.9.75 leaves out of a head, from the gaps between the parts it hands
/// out.
///
/// That version ends lines at a bare line feed, cuts the target and values at a NUL byte, and
/// joins folded lines, all without a word. But it leaves each part where it was received and only
/// overwrites separators with NUL bytes, so the distance of one part from the next says what stood
/// between: exactly one byte after the target, a colon and white space after a name, exactly two
/// bytes after a value. Only bytes between two parts, or within the two that end any head, are
/// read, so nothing outside the library's buffer is. Still hidden is a bare line feed that ends
/// the last field only. Other versions of the library are believed.
struct HeadLayout {
    /// Where the part before the next one ended.
    private var end: UInt
    /// Whether all parts so far stood as in a well-formed head.
    private(set) var isPlain: Bool

    /// Whether the library is the version whose layout is known.
    static let isKnown = String(cString: MHD_get_version()) == "0.9.75"

    /// Starts with the request line.
    init(targetAddress: UInt, targetBytes: Int, version: UnsafePointer<CChar>, versionBytes: Int) {
        let start = UInt(bitPattern: version)
        end = start &+ UInt(versionBytes)
        isPlain = start == targetAddress &+ UInt(targetBytes) &+ 1
    }

    /// Goes on with one field.
    mutating func add(
        name: UnsafePointer<CChar>, nameBytes: Int, value: UnsafePointer<CChar>?, valueBytes: Int
    ) {
        guard isPlain else { return }
        guard let value else {
            isPlain = false
            return
        }
        let nameEnd = UInt(bitPattern: name) &+ UInt(nameBytes)
        let gap = UInt(bitPattern: value) &- nameEnd
        isPlain = UInt(bitPattern: name) == end &+ 2 && (1...Self.gapMax).contains(gap)
        guard isPlain else { return }
        let between = UnsafeBufferPointer(start: name, count: nameBytes + Int(gap))
        isPlain =
            between[nameBytes] == 0
            && between[(nameBytes + 1)...].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        end = UInt(bitPattern: value) &+ UInt(valueBytes)
        let tail = UnsafeBufferPointer(start: value, count: valueBytes + 2)
        isPlain = isPlain && tail[valueBytes] == 0 && tail[valueBytes + 1] == 0
    }

    /// The most white space between a name and its value.
    private static let gapMax: UInt = 256
}
