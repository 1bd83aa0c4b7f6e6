/// A value bound to a place of a statement.
///
/// Not `Equatable`: equality of `String` is not equality of its bytes.
public enum Value: Sendable {
    /// SQL's NULL.
    case null
    /// A signed integer of 64 bits.
    case integer(Int64)
    /// Text, stored as its UTF-8 bytes; U+0000 is kept.
    case text(String)
    /// Octets; none of them is a blob of length zero, not NULL.
    case blob([UInt8])

    /// The integer, or NULL for nil.
    public init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .null }

    /// The text, or NULL for nil.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    /// The octets, or NULL for nil.
    public init(_ octets: [UInt8]?) { self = octets.map { .blob($0) } ?? .null }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    /// An integer written in the source.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// A text written in the source.
    public init(stringLiteral value: String) { self = .text(value) }

    /// NULL.
    public init(nilLiteral: ()) { self = .null }
}
