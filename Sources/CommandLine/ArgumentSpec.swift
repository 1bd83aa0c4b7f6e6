/// One place for words that are not flags.
public struct ArgumentSpec: Sendable, Equatable {
    /// How many words it takes.
    public enum Count: Sendable, Equatable {
        /// Exactly one.
        case one
        /// One or none.
        case optional
        /// One or more.
        case many
        /// Any number, none included.
        case any
    }

    /// The name in help texts and messages, such as `QUOTE`.
    public let name: String
    /// How many words it takes.
    public let count: Count
    /// What it means; may be empty where the name says it.
    public let help: String

    /// Describes a place.
    public init(_ name: String, _ count: Count = .one, help: String = "") {
        self.name = name
        self.count = count
        self.help = help
    }

    /// Whether the command works only with a word here.
    public var isRequired: Bool { count == .one || count == .many }

    /// Whether more than one word may stand here.
    public var isRepeated: Bool { count == .many || count == .any }

    /// The name as a usage line shows it: `QUOTE`, `[QUERY]`, `SOURCE...`, `[ID...]`.
    public var usage: String {
        let name = isRepeated ? name + "..." : name
        return isRequired ? name : "[\(name)]"
    }
}
