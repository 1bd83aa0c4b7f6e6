/// Why a command line was not understood, and what to type instead.
public struct UsageError: Error, Sendable, Equatable {
    /// The kinds of misunderstanding.
    public enum Code: String, Sendable {
        /// No command, subcommand or topic has this name.
        case unknownCommand = "unknown-command"
        /// A command that only holds others was called alone.
        case missingCommand = "missing-command"
        /// No such flag here.
        case unknownFlag = "unknown-flag"
        /// A flag before the command that commands understand in different ways.
        case ambiguousFlag = "ambiguous-flag"
        /// A flag lacks its value.
        case missingValue = "missing-value"
        /// A flag got a value and takes none.
        case unexpectedValue = "unexpected-value"
        /// A word lacks.
        case missingArgument = "missing-argument"
        /// There is one word too many.
        case unexpectedArgument = "unexpected-argument"
    }

    /// The kind of misunderstanding.
    public let code: Code
    /// What was not understood, as a sentence that begins in lower case.
    public let message: String
    /// A command to type.
    public let hint: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The same as a failure of the program, with status `usage`.
    public var failure: CommandFailure {
        CommandFailure(.usage, code: code.rawValue, message, hints: [hint])
    }
}
