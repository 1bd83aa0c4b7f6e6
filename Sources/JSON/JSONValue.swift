/// A JSON text in memory (RFC 8259); members keep their order, and no two of an object have the
/// same name when the value came from `JSONReader`.
public enum JSONValue: Sendable {
    /// One name and its value in an object.
    public struct Member: Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// Joins a name and a value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case int(Int64)
    /// Any other number; finite when it came from `JSONReader`.
    case double(Double)
    /// A string, its code points as they came.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Named values in their order.
    case object([Member])

    /// The value of an object's member; nil if it has none so named, or is no object.
    ///
    /// Names are compared as UTF-8 bytes.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first {
            $0.name.utf8.count == name.utf8.count && $0.name.utf8.elementsEqual(name.utf8)
        }?.value
    }
}

extension JSONValue: Equatable {
    /// Whether two values are the same text: strings and names compared as bytes, members in order.
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)):
            left.elementsEqual(right) {
                $0.name.utf8.elementsEqual($1.name.utf8) && $0.value == $1.value
            }
        default: false
        }
    }
}
