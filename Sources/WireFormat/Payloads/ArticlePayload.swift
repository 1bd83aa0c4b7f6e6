public import Octets

/// One version of an article, as the op that adds it describes it; the texts themselves are blobs
/// by hash.
public struct ArticlePayload: Hashable, Sendable {
    /// What a source is written in.
    public enum Format: UInt8, Hashable, Sendable, CaseIterable {
        /// Plain text.
        case plain = 0
        /// Markdown.
        case markdown = 1
    }

    /// A blob: what it hashes to, and how long it is.
    public struct Blob: Hashable, Sendable {
        /// The hash of its octets.
        public let hash: Octets32
        /// How many octets it has.
        public let count: Int

        /// Takes the parts.
        public init(hash: Octets32, count: Int) {
            self.hash = hash
            self.count = count
        }
    }

    /// The title given or found.
    public let title: String
    /// The normalised URL; nil if the source has none.
    public let url: String?
    /// What the source is written in.
    public let format: Format
    /// The version of the extractor that made the canonical text.
    public let extractor: Int
    /// The canonical text, UTF-8.
    public let text: Blob
    /// The source as it came.
    public let source: Blob

    /// Takes the parts.
    public init(
        title: String, url: String?, format: Format, extractor: Int, text: Blob, source: Blob
    ) {
        self.title = title
        self.url = url
        self.format = format
        self.extractor = extractor
        self.text = text
        self.source = source
    }

    /// What the article's id is derived from: the URL or, without one, the hash of the source.
    public var key: [UInt8] {
        if let url { return Array("url:".utf8) + Array(url.utf8) }
        return Array("source:".utf8) + source.hash.octets
    }

    /// The payload's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 8)
        writer.write(title)
        if let url { writer.write(url) } else { writer.writeNull() }
        writer.write(UInt64(format.rawValue))
        writer.write(UInt64(clamping: extractor))
        writer.write(text.hash)
        writer.write(UInt64(clamping: text.count))
        writer.write(source.hash)
        writer.write(UInt64(clamping: source.count))
        return writer.octets
    }

    /// Reads a payload's octets.
    public init(_ octets: [UInt8]) throws(DecodingFailure) {
        var reader = CBORReader(octets)
        try reader.array(exactly: 8)
        title = try reader.text(limit: WireLimits.shortTextOctetsMax)
        url = reader.null() ? nil : try reader.text(limit: WireLimits.shortTextOctetsMax)
        guard let format = Format(rawValue: UInt8(try reader.count(limit: 255))) else {
            throw .unknownValue
        }
        self.format = format
        extractor = try reader.count(limit: 1 << 32)
        text = Blob(
            hash: try reader.octets32(), count: try reader.count(limit: WireLimits.messageOctetsMax)
        )
        source = Blob(
            hash: try reader.octets32(), count: try reader.count(limit: WireLimits.messageOctetsMax)
        )
        try reader.finish()
    }
}
