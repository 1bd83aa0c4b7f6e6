/// A whole program as a table: parser, help, manual and completions read this and nothing else.
public struct CommandTable: Sendable, Equatable {
    /// The word that starts the program.
    public let program: String
    /// What the program is for, in a sentence.
    public let summary: String
    /// The headings of the overview in their order.
    public let groups: [String]
    /// The commands in the order of the overview.
    public let commands: [CommandSpec]
    /// The flags that every command knows, `-h, --help` among them.
    public let globalFlags: [FlagSpec]
    /// What to type first.
    public let examples: [CommandExample]
    /// Pages of help beside those of the commands.
    public let topics: [HelpTopic]

    /// Describes a program; `help` as a command and as a flag are added where they are missing.
    public init(
        program: String, summary: String, groups: [String], commands: [CommandSpec],
        globalFlags: [FlagSpec] = [], examples: [CommandExample] = [], topics: [HelpTopic] = []
    ) {
        self.program = program
        self.summary = summary
        self.groups = groups
        self.examples = examples
        self.topics = topics
        let hasHelp = commands.contains { $0.name == CommandTable.help }
        self.commands = commands + (hasHelp ? [] : [CommandTable.helpCommand])
        let hasHelpFlag = globalFlags.contains { $0.long == CommandTable.help }
        self.globalFlags = globalFlags + (hasHelpFlag ? [] : [CommandTable.helpFlag])
    }

    /// The command at the end of a path of names or aliases; nil if there is none, or the path is
    /// empty.
    public func command(_ path: [String]) -> CommandSpec? {
        var (children, found) = (commands, CommandSpec?.none)
        for word in path {
            guard let next = children.first(where: { $0.answers(to: word) }) else { return nil }
            found = next
            children = next.children
        }
        return found
    }

    /// The topic so named.
    public func topic(_ name: String) -> HelpTopic? {
        topics.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    static let help = "help"

    private static let helpCommand = CommandSpec(
        help, summary: "Explain a command or a topic", arguments: [ArgumentSpec("COMMAND", .any)])
    private static let helpFlag = FlagSpec(help, short: "h", help: "Show help")
}
