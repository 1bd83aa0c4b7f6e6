/// Why octets are not a value of this protocol; nothing of a refused value is used.
public enum DecodingFailure: String, Error, Hashable, Sendable {
    /// The octets end before the value does.
    case truncated
    /// Octets follow the value.
    case trailing
    /// A number is not in its shortest form.
    case overlong
    /// An item is of another type than the form asks for, or of a type that this protocol does not
    /// use.
    case wrongType
    /// A length, count or number is beyond its limit.
    case limit
    /// Text is not valid UTF-8, or holds NUL.
    case invalidText
    /// The value is not in the one form that it has.
    case notCanonical
    /// A number stands for nothing in its place.
    case unknownValue
}
