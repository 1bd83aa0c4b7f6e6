/// Where an annotation comes from that was made in another program: what that program called it,
/// and what else it said (Protocol/09-codes.md, 2).
public struct OriginPayload: Hashable, Sendable {
    /// The format that it came in, by the name that people type; at most 256 UTF-8 octets.
    public let format: String
    /// What makes it the same note the next time; at most 16,384 UTF-8 octets.
    public let key: String
    /// Who wrote it there; empty if nobody was named.
    public let creator: String
    /// Who wrote the article or the book that it is on; empty if nobody was named.
    public let workAuthor: String
    /// When it was changed there last, milliseconds since 1970; 0 if nobody says.
    public let modified: UInt64
    /// What else the record said, JSON; empty for nothing; at most 131,072 UTF-8 octets.
    public let rest: String

    /// Takes the parts.
    public init(
        format: String, key: String, creator: String = "", workAuthor: String = "",
        modified: UInt64 = 0, rest: String = ""
    ) {
        self.format = format
        self.key = key
        self.creator = creator
        self.workAuthor = workAuthor
        self.modified = modified
        self.rest = rest
    }

    /// The payload's octets.
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.writeArray(count: 6)
        writer.write(format)
        writer.write(key)
        writer.write(creator)
        writer.write(workAuthor)
        writer.write(modified)
        writer.write(rest)
        return writer.octets
    }

    /// Reads a payload's octets.
    public init(_ octets: [UInt8]) throws(DecodingFailure) {
        var reader = CBORReader(octets)
        try reader.array(exactly: 6)
        format = try reader.text(limit: WireLimits.nameOctetsMax)
        key = try reader.text(limit: WireLimits.shortTextOctetsMax)
        creator = try reader.text(limit: WireLimits.shortTextOctetsMax)
        workAuthor = try reader.text(limit: WireLimits.shortTextOctetsMax)
        modified = UInt64(try reader.count(limit: 1 << 48))
        rest = try reader.text(limit: WireLimits.textOctetsMax)
        try reader.finish()
    }
}
