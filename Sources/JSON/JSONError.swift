/// Why bytes are not the JSON text that was expected.
public struct JSONError: Error, Sendable, Equatable {
    /// The kinds of refusal.
    public enum Code: Sendable, Equatable {
        /// More bytes than the limit allows.
        case size
        /// Nested deeper than the limit allows.
        case depth
        /// Not the grammar of RFC 8259, a byte order mark and text after the value included.
        case syntax
        /// Not UTF-8.
        case encoding
        /// An escape that is half of a surrogate pair.
        case surrogate
        /// A number too large for a double.
        case number
        /// Two members of an object with one name.
        case duplicate
        /// A member that must be there is not.
        case missing
        /// A member holds another kind of value.
        case kind
    }

    /// The kind of refusal.
    public let code: Code
    /// Where in the text, in bytes from its start; nil if the text as such was well-formed.
    public let offset: Int?
    /// What is wrong, as one sentence that begins in lower case.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, offset: Int? = nil) {
        self.code = code
        self.offset = offset
        self.message = message
    }
}
