public import Octets

/// Where an annotation sits in a version of its article: a quote with context, a position, the
/// nearest heading.
public struct AnchorPayload: Hashable, Sendable {
    /// The article's own words.
    public let exact: String
    /// Up to 64 code points before them.
    public let prefix: String
    /// Up to 64 code points behind them.
    public let suffix: String
    /// First code point of the canonical text.
    public let start: Int
    /// The code point behind the last one.
    public let end: Int
    /// The nearest heading before them; empty if there is none.
    public let heading: String
    /// The hash of the canonical text.
    public let version: Octets32

    /// Takes the parts.
    public init(
        exact: String, prefix: String, suffix: String, start: Int, end: Int, heading: String,
        version: Octets32
    ) {
        self.exact = exact
        self.prefix = prefix
        self.suffix = suffix
        self.start = start
        self.end = end
        self.heading = heading
        self.version = version
    }

    /// Writes the parts as an array of seven.
    func write(to writer: inout CBORWriter) {
        writer.writeArray(count: 7)
        writer.write(exact)
        writer.write(prefix)
        writer.write(suffix)
        writer.write(UInt64(clamping: start))
        writer.write(UInt64(clamping: end))
        writer.write(heading)
        writer.write(version)
    }

    /// Reads an array of seven.
    init(_ reader: inout CBORReader) throws(DecodingFailure) {
        try reader.array(exactly: 7)
        exact = try reader.text(limit: WireLimits.shortTextOctetsMax)
        prefix = try reader.text(limit: WireLimits.nameOctetsMax * 2)
        suffix = try reader.text(limit: WireLimits.nameOctetsMax * 2)
        start = try reader.count(limit: 1 << 32)
        end = try reader.count(limit: 1 << 32)
        // Whoever shows the anchor makes a range of them.
        guard start <= end else { throw .notCanonical }
        heading = try reader.text(limit: WireLimits.shortTextOctetsMax)
        version = try reader.octets32()
    }
}
