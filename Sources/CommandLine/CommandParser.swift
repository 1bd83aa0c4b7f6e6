/// Reads command lines by a table.
public struct CommandParser: Sendable {
    private let table: CommandTable

    /// A parser for a program.
    public init(_ table: CommandTable) { self.table = table }

    /// The meaning of the words after the program's name.
    ///
    /// Flags stand anywhere: `--name value`, `--name=value`, `-nvalue`, `-n value`, `-ab`. After
    /// `--` nothing is a flag. `-h` and `--help` win over every mistake beside them.
    /// - Throws: `UsageError` with a sentence and a command to type.
    public func parse(_ words: [String]) throws(UsageError) -> ParsedCommand {
        var route = CommandRoute(table)
        do {
            try route.follow(words)
            var reader = FlagReader(route, words)
            return try reader.parsed()
        } catch {
            guard let request = help(among: words, for: route.path) else { throw error }
            return ParsedCommand(path: route.path, help: request)
        }
    }

    /// The request for help in words that otherwise make no sense.
    private func help(among words: [String], for path: [String]) -> HelpRequest? {
        let flags = words.prefix { $0 != "--" }
        if flags.contains("--help") { return HelpRequest(path, isLong: true) }
        return flags.contains("-h") ? HelpRequest(path, isLong: false) : nil
    }
}
