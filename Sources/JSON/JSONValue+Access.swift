extension JSONValue {
    /// The string, or nil for another kind of value.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The whole number, or nil for another kind of value.
    public var int: Int64? {
        if case .int(let value) = self { value } else { nil }
    }

    /// The number, whole or not, or nil for another kind of value.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The truth value, or nil for another kind of value.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, or nil for another kind of value.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members in their order, or nil for another kind of value.
    public var object: [Member]? {
        if case .object(let value) = self { value } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The string that a member must hold.
    /// - Throws: `JSONError` if it is missing or of another kind.
    public func string(_ name: String) throws(JSONError) -> String {
        try required(name, "a string", \.string)
    }

    /// The whole number that a member must hold.
    /// - Throws: `JSONError` if it is missing or of another kind.
    public func int(_ name: String) throws(JSONError) -> Int64 {
        try required(name, "a whole number", \.int)
    }

    /// The truth value that a member must hold.
    /// - Throws: `JSONError` if it is missing or of another kind.
    public func bool(_ name: String) throws(JSONError) -> Bool {
        try required(name, "true or false", \.bool)
    }

    /// The list that a member must hold.
    /// - Throws: `JSONError` if it is missing or of another kind.
    public func array(_ name: String) throws(JSONError) -> [JSONValue] {
        try required(name, "a list", \.array)
    }

    /// The string that a member may hold; nil if it is missing or `null`.
    /// - Throws: `JSONError` if it is of another kind.
    public func optionalString(_ name: String) throws(JSONError) -> String? {
        try optional(name, "a string", \.string)
    }

    /// The whole number that a member may hold; nil if it is missing or `null`.
    /// - Throws: `JSONError` if it is of another kind.
    public func optionalInt(_ name: String) throws(JSONError) -> Int64? {
        try optional(name, "a whole number", \.int)
    }

    /// The truth value that a member may hold; nil if it is missing or `null`.
    /// - Throws: `JSONError` if it is of another kind.
    public func optionalBool(_ name: String) throws(JSONError) -> Bool? {
        try optional(name, "true or false", \.bool)
    }

    private func required<Value>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(JSONError) -> Value {
        guard let member = self[name] else {
            throw JSONError(.missing, "“\(name)” is missing; it must be \(kind)")
        }
        guard let value = read(member) else {
            throw JSONError(.kind, "“\(name)” must be \(kind)")
        }
        return value
    }

    private func optional<Value>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(JSONError) -> Value? {
        guard let member = self[name], !member.isNull else { return nil }
        guard let value = read(member) else {
            throw JSONError(.kind, "“\(name)” must be \(kind)")
        }
        return value
    }
}
