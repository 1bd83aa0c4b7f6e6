/// Writes JSON piece by piece, compact, members in the order they are given.
///
/// Strings are escaped by `JSONString.quoted`, so the text can be shown on a terminal. The
/// caller keeps the grammar: a name before each value of an object, none in a list.
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var text = ""
    private var needsComma = false

    /// An empty text.
    public init() {}

    /// Writes an object around what the closure writes; with a name, as a member.
    public mutating func object(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        enclose(name, "{", "}", body)
    }

    /// Writes a list around what the closure writes; with a name, as a member.
    public mutating func array(_ name: String? = nil, _ body: (inout JSONWriter) -> Void) {
        enclose(name, "[", "]", body)
    }

    /// Writes the name of the member whose value is written next.
    public mutating func name(_ name: String) {
        separate()
        text += JSONString.quoted(name) + ":"
        needsComma = false
    }

    /// Writes a string.
    public mutating func value(_ value: String) { raw(JSONString.quoted(value)) }

    /// Writes a whole number.
    public mutating func value(_ value: Int64) { raw(String(value)) }

    /// Writes a whole number.
    public mutating func value(_ value: Int) { raw(String(value)) }

    /// Writes `true` or `false`.
    public mutating func value(_ value: Bool) { raw(value ? "true" : "false") }

    /// Writes the shortest decimal that reads back as the number; `null` for what JSON has no
    /// number for, the infinities and NaN.
    public mutating func value(_ value: Double) { raw(value.isFinite ? "\(value)" : "null") }

    /// Writes `null`.
    public mutating func null() { raw("null") }

    /// Writes a whole value, depth first.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.value(bool)
        case .int(let int): self.value(int)
        case .double(let double): self.value(double)
        case .string(let string): self.value(string)
        case .array(let elements):
            array { writer in
                for element in elements { writer.value(element) }
            }
        case .object(let members):
            object { writer in
                for member in members { writer.member(member.name, member.value) }
            }
        }
    }

    /// Writes a value that is JSON text already.
    public mutating func value(json: String) { raw(json) }

    private mutating func enclose(
        _ name: String?, _ start: String, _ end: String, _ body: (inout JSONWriter) -> Void
    ) {
        if let name { self.name(name) }
        separate()
        text += start
        needsComma = false
        body(&self)
        text += end
        needsComma = true
    }

    private mutating func raw(_ json: String) {
        separate()
        text += json
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { text += "," }
        needsComma = false
    }
}
