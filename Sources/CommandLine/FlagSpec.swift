/// One flag of a command, as the parser, the help, and completions need it.
public struct FlagSpec: Sendable, Equatable {
    /// What follows a flag.
    public enum Value: Sendable, Equatable {
        /// Nothing: the flag is there or not.
        case none
        /// One value, so named in the help; said twice, the last one counts.
        case one(String)
        /// One value each time the flag is said, all of them kept.
        case list(String)
    }

    /// The long name without dashes.
    public let long: String
    /// The letter that stands for it after one dash.
    public let short: Unicode.Scalar?
    /// What follows it.
    public let value: Value
    /// What it does, in a few words.
    public let help: String

    /// Describes a flag.
    public init(
        _ long: String, short: Unicode.Scalar? = nil, value: Value = .none, help: String
    ) {
        precondition(
            short.map { $0.properties.isAlphabetic && $0.isASCII } ?? true,
            "a short flag is a letter, because -5 is a number")
        self.long = long
        self.short = short
        self.value = value
        self.help = help
    }

    /// Whether a word with a value belongs to the flag.
    public var takesValue: Bool { value != .none }

    /// The name of its value in help texts; empty without one.
    public var valueName: String {
        switch value {
        case .none: ""
        case .one(let name), .list(let name): name
        }
    }
}
