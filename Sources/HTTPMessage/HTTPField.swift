/// Carries one line of a message head: a name and its value.
public struct HTTPField: Equatable, Sendable {
    /// Names the field; letters keep the case they came in.
    public let name: String
    /// Holds the value without the white space around it.
    public let value: String

    /// Pairs `name` with `value` as they are; `isWellFormed` says whether they may be sent.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Says whether the name is a token (RFC 9110, 5.6.2) and the value holds no control byte but
    /// the tab (RFC 9110, 5.5).
    public var isWellFormed: Bool {
        !name.utf8.isEmpty && name.utf8.allSatisfy(HTTPBytes.isToken)
            && value.utf8.allSatisfy(HTTPBytes.isFieldText)
    }

    /// Counts the UTF-8 bytes the field takes in a head: name, colon, space, value, line end.
    public var headBytes: Int { name.utf8.count + value.utf8.count + 4 }

    /// Says whether the field is called `other`, whatever the case of ASCII letters.
    public func isNamed(_ other: String) -> Bool { HTTPBytes.equalFoldingCase(name, other) }
}
