import CommandLine

/// A command line as it is meant: with the settings read, and aliases replaced.
struct CommandLineReading {
    let settings: Settings
    let parsed: ParsedCommand
    /// What is said above the help on an alias.
    let aliasLine: String?
    /// What a person should know of the settings' files, a line each.
    let warnings: [String]

    /// When to colour, also what is said about a command line that cannot be understood.
    static func colourRule(_ arguments: [String], _ console: Console) -> ColourRule {
        let files = ConfigFiles(console, named: flag("config", in: arguments))
        let settings = Settings(
            layers: (try? files.load().layers) ?? [], environment: console.environment)
        return (try? settings.colourRule(flag("color", in: arguments)))
            ?? (try? settings.colourRule(nil)) ?? .auto
    }

    /// - Throws: `CommandFailure` or `UsageError` for what cannot be understood.
    init(_ arguments: [String], _ console: Console) throws {
        let files = ConfigFiles(console, named: Self.flag("config", in: arguments))
        var settings = Settings(environment: console.environment)
        var warnings: [String] = []
        var trouble: (any Error)?
        do {
            (settings.layers, warnings) = try files.load()
        } catch {
            trouble = error
        }
        self.settings = settings
        self.warnings = warnings + settings.warnings
        do {
            let aliases = Aliases(settings)
            let words = try aliases.expanded(arguments)
            let explained = try Self.explained(words, aliases)
            parsed = try CommandParser(PostilTable.table).parse(explained ?? words)
            let isAlias = parsed.help != nil && words != arguments
            aliasLine =
                explained == nil && !isAlias
                ? nil : Self.line(explained == nil ? arguments : words, aliases)
        } catch let error as UsageError where trouble == nil && error.code == .unknownCommand {
            throw Self.guessing(error, arguments, Aliases(settings))
        } catch {
            throw trouble ?? error
        }
        if let trouble, !Self.worksWithoutSettings(parsed) { throw trouble }
    }

    /// The same with an alias that may be meant, where no command is like the word.
    private static func guessing(
        _ error: UsageError, _ words: [String], _ aliases: Aliases
    ) -> UsageError {
        guard let index = Aliases.commandIndex(words), !error.message.contains("Did you mean"),
            PostilTable.table.command([words[index]]) == nil
        else { return error }
        let question = Suggestion.question(words[index], aliases.all.map(\.name))
        return UsageError(error.code, error.message + question, hint: error.hint)
    }

    /// What a person does to put broken settings right, and what needs none.
    private static func worksWithoutSettings(_ parsed: ParsedCommand) -> Bool {
        if parsed.help != nil || parsed.has("version") { return true }
        switch parsed.path.first {
        case nil, "version", "man", "completion": return true
        case "config": return parsed.path.last == "edit" || isToMakeFile(parsed)
        default: return false
        }
    }

    /// A file that is named and not there is made by what sets something in it.
    private static func isToMakeFile(_ parsed: ParsedCommand) -> Bool {
        parsed.path.last == "path" || (parsed.path.last == "set" && parsed.has("config"))
    }

    /// `help ALIAS` as the help on the command that it stands for; nil for all other lines.
    private static func explained(_ words: [String], _ aliases: Aliases) throws -> [String]? {
        guard let index = Aliases.commandIndex(words), words[index].utf8.elementsEqual("help".utf8),
            index + 1 < words.count, aliases.value(words[index + 1]) != nil
        else { return nil }
        let meant = try aliases.expanded([words[index + 1]])
        let path = try CommandParser(PostilTable.table).parse(meant + ["--help"]).path
        return words[...index] + path
    }

    private static func line(_ words: [String], _ aliases: Aliases) -> String? {
        guard let index = Aliases.commandIndex(words) else { return nil }
        for word in words[index...].prefix(2) {
            guard let value = aliases.value(word) else { continue }
            return TerminalSafe.line(
                "“\(word)” is an alias: postil \(value.text)   (\(value.origin.text))")
        }
        return nil
    }

    /// The value of a flag, before it is known what the words mean.
    static func flag(_ name: String, in words: [String]) -> String? {
        let words = words.prefix { !$0.utf8.elementsEqual("--".utf8) }
        for (index, word) in words.enumerated() {
            if word.hasPrefix("--\(name)=") { return String(word.dropFirst(name.count + 3)) }
            if word.utf8.elementsEqual("--\(name)".utf8), index + 1 < words.count {
                return words[index + 1]
            }
        }
        return nil
    }
}
