public import Octets

/// Reads deterministic CBOR from outside octets: every second form of a value is refused, nothing
/// is allotted before its octets are there, and nothing traps (Protocol/04-wire-format.md, 1).
public struct CBORReader: Sendable {
    private let octets: [UInt8]
    private var position = 0

    /// Reads from the first of `octets`.
    public init(_ octets: [UInt8]) {
        self.octets = octets
    }

    /// How many octets are left.
    public var remaining: Int { octets.count - position }

    /// Whether an octet string comes next.
    public var isAtOctets: Bool { position < octets.count && octets[position] >> 5 == 2 }

    /// Refuses octets that are left over.
    public func finish() throws(DecodingFailure) {
        if remaining > 0 { throw .trailing }
    }

    /// Reads an unsigned integer up to `limit`.
    public mutating func unsigned(limit: UInt64 = .max) throws(DecodingFailure) -> UInt64 {
        let value = try head(0)
        if value > limit { throw .limit }
        return value
    }

    /// Reads an unsigned integer up to `limit` as an `Int`.
    public mutating func count(limit: Int) throws(DecodingFailure) -> Int {
        Int(try unsigned(limit: UInt64(limit)))
    }

    /// Reads a signed integer.
    public mutating func signed() throws(DecodingFailure) -> Int64 {
        guard position < octets.count else { throw .truncated }
        let isNegative = octets[position] >> 5 == 1
        let value = try head(isNegative ? 1 : 0)
        if value > UInt64(Int64.max) { throw .limit }
        return isNegative ? ~Int64(value) : Int64(value)
    }

    /// Reads an octet string of up to `limit` octets.
    public mutating func bytes(limit: Int) throws(DecodingFailure) -> [UInt8] {
        let count = try length(2, limit: limit)
        defer { position += count }
        return Array(octets[position..<position + count])
    }

    /// Reads an octet string of 16 octets.
    public mutating func octets16() throws(DecodingFailure) -> Octets16 {
        let count = try length(2, limit: 16)
        guard let value = Octets16(octets[position..<position + count]) else { throw .wrongType }
        position += count
        return value
    }

    /// Reads an octet string of 32 octets.
    public mutating func octets32() throws(DecodingFailure) -> Octets32 {
        let count = try length(2, limit: 32)
        guard let value = Octets32(octets[position..<position + count]) else { throw .wrongType }
        position += count
        return value
    }

    /// Reads text of up to `limit` UTF-8 octets, without NUL.
    public mutating func text(limit: Int) throws(DecodingFailure) -> String {
        let count = try length(3, limit: limit)
        let slice = octets[position..<position + count]
        guard !slice.contains(0) else { throw .invalidText }
        do {
            let text = String(copying: try UTF8Span(validating: slice.span))
            position += count
            return text
        } catch {
            throw .invalidText
        }
    }

    /// Reads true or false.
    public mutating func bool() throws(DecodingFailure) -> Bool {
        guard position < octets.count else { throw .truncated }
        guard octets[position] == 0xf4 || octets[position] == 0xf5 else { throw .wrongType }
        position += 1
        return octets[position - 1] == 0xf5
    }

    /// Reads null if it stands here, and says whether it did.
    public mutating func null() -> Bool {
        guard position < octets.count, octets[position] == 0xf6 else { return false }
        position += 1
        return true
    }

    /// Whether an array of exactly `count` items, fewer than 24, stands here.
    ///
    /// Where two forms may stand, this tells them apart; to try one of them would cost a throw.
    public func standsArray(of count: UInt8) -> Bool {
        position < octets.count && octets[position] == 0x80 | count
    }

    /// Whether an octet string of 16 octets stands here, or what is left of one.
    public var standsOctets16: Bool { position < octets.count && octets[position] == 0x50 }

    /// Reads the head of an array and returns its count, which cannot exceed the octets that are
    /// left.
    public mutating func array(limit: Int) throws(DecodingFailure) -> Int {
        let value = try head(4)
        if value > UInt64(limit) { throw .limit }
        if value > UInt64(remaining) { throw .truncated }
        return Int(value)
    }

    /// Reads the head of an array that has exactly `count` items.
    public mutating func array(exactly count: Int) throws(DecodingFailure) {
        if try head(4) != UInt64(count) { throw .wrongType }
    }

    private mutating func length(_ major: UInt8, limit: Int) throws(DecodingFailure) -> Int {
        let value = try head(major)
        if value > UInt64(limit) { throw .limit }
        if value > UInt64(remaining) { throw .truncated }
        return Int(value)
    }

    private mutating func head(_ major: UInt8) throws(DecodingFailure) -> UInt64 {
        guard position < octets.count else { throw .truncated }
        let first = octets[position]
        guard first >> 5 == major else { throw .wrongType }
        let short = first & 31
        if short < 24 {
            position += 1
            return UInt64(short)
        }
        guard short < 28 else { throw .wrongType }
        let width = 1 << Int(short - 24)
        guard remaining > width else { throw .truncated }
        var value: UInt64 = 0
        for index in 1...width { value = value << 8 | UInt64(octets[position + index]) }
        let least: UInt64 = width == 1 ? 24 : 1 << UInt64(width * 4)
        if value < least { throw .overlong }
        position += width + 1
        return value
    }
}
