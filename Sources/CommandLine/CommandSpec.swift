/// One command, from which its parsing, help, manual and completion follow.
public struct CommandSpec: Sendable, Equatable {
    /// The word that calls it.
    public let name: String
    /// Other words that call it.
    public let aliases: [String]
    /// What it does, in one line without a full stop.
    public let summary: String
    /// More about it, paragraphs separated by a newline; may be empty.
    public let description: String
    /// What one may type, the commonest first.
    public let examples: [CommandExample]
    /// The places for words, in their order; at most one of them takes several.
    public let arguments: [ArgumentSpec]
    /// The flags it knows besides those of the whole program.
    public let flags: [FlagSpec]
    /// The heading it stands under in the overview; nil keeps it out of there.
    public let group: String?
    /// The commands within it.
    public let children: [CommandSpec]
    /// Whether words after the first positional that begin with `+` or `-` are positionals too;
    /// words that begin with `--` are flags even then.
    public let takesSignedWords: Bool
    /// How a word may go on behind a `-` that makes it a positional wherever it stands.
    public let signedBeginnings: [String]

    /// Describes a command.
    public init(
        _ name: String, aliases: [String] = [], summary: String, description: String = "",
        examples: [CommandExample] = [], arguments: [ArgumentSpec] = [], flags: [FlagSpec] = [],
        group: String? = nil, children: [CommandSpec] = [], takesSignedWords: Bool = false,
        signedBeginnings: [String] = []
    ) {
        precondition(
            arguments.count(where: \.isRepeated) <= 1,
            "two places that take several words cannot be told apart")
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.description = description
        self.examples = examples
        self.arguments = arguments
        self.flags = flags
        self.group = group
        self.children = children
        self.takesSignedWords = takesSignedWords
        self.signedBeginnings = signedBeginnings
    }

    /// Whether a word is a positional though it begins with `-`; `letters` are what is behind that.
    func takesSigned(_ letters: String) -> Bool {
        signedBeginnings.contains { letters.utf8.starts(with: $0.utf8) }
    }

    /// Whether the word calls this command.
    public func answers(to word: String) -> Bool {
        ([name] + aliases).contains { $0.utf8.elementsEqual(word.utf8) }
    }

    /// The flags of this command and of all within it.
    var allFlags: [FlagSpec] { flags + children.flatMap(\.allFlags) }
}
