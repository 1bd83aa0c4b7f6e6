/// A command line that was understood.
public struct ParsedCommand: Sendable, Equatable {
    /// The names of the command and its subcommand, aliases resolved; empty if no command was said.
    public let path: [String]
    /// The words that are not flags, in their order.
    public let positionals: [String]
    /// What is to be explained instead of done.
    public let help: HelpRequest?
    private let flags: [String: [String]]
    private let places: [String: [String]]

    init(
        path: [String], positionals: [String] = [], flags: [String: [String]] = [:],
        places: [String: [String]] = [:], help: HelpRequest? = nil
    ) {
        self.path = path
        self.positionals = positionals
        self.flags = flags
        self.places = places
        self.help = help
    }

    /// Whether a flag was said, by its long name.
    public func has(_ flag: String) -> Bool { flags[flag] != nil }

    /// How often a flag was said, by its long name.
    public func count(_ flag: String) -> Int { flags[flag]?.count ?? 0 }

    /// The value of a flag, by its long name: the last if it was said several times,
    /// empty for a flag that takes none.
    public func value(_ flag: String) -> String? { flags[flag]?.last }

    /// All values of a flag, by its long name, in their order; empty texts for one that takes none.
    public func values(_ flag: String) -> [String] { flags[flag] ?? [] }

    /// The first word at a place, by the name in its `ArgumentSpec`.
    public func argument(_ name: String) -> String? { places[name]?.first }

    /// All words at a place, by the name in its `ArgumentSpec`.
    public func arguments(_ name: String) -> [String] { places[name] ?? [] }
}
