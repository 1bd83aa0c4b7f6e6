/// Reads the words of a command line once the command is known.
struct FlagReader {
    private let route: CommandRoute
    private let words: [String]
    private let available: [FlagSpec]
    private var index = 0
    private var flags: [String: [String]] = [:]
    private var positionals: [String] = []
    private var wantsLongHelp = false

    init(_ route: CommandRoute, _ words: [String]) {
        self.route = route
        self.words = words
        available = route.flags
    }

    /// The whole command line.
    mutating func parsed() throws(UsageError) -> ParsedCommand {
        try readWords()
        let path = route.path
        if flags[CommandTable.help] != nil {
            let request = HelpRequest(path, isLong: wantsLongHelp)
            return ParsedCommand(path: path, positionals: positionals, flags: flags, help: request)
        }
        guard let command = route.commands.last else {
            return ParsedCommand(path: [], flags: flags)
        }
        if path == [CommandTable.help] {
            let request = HelpRequest(try explained(), isLong: true)
            return ParsedCommand(path: path, positionals: positionals, flags: flags, help: request)
        }
        if command.arguments.isEmpty, !command.children.isEmpty { throw missingCommand(command) }
        let binder = PlaceBinder(
            command: command, line: line, help: helpLine, message: flags["message"]?.last)
        return ParsedCommand(
            path: path, positionals: positionals, flags: flags,
            places: try binder.places(positionals))
    }

    private var line: String { ([route.table.program] + route.path).joined(separator: " ") }

    private var helpLine: String {
        ([route.table.program, CommandTable.help] + route.path).joined(separator: " ")
    }

    private mutating func readWords() throws(UsageError) {
        var areFlagsEnded = false
        while index < words.count {
            let word = words[index]
            defer { index += 1 }
            if route.wordIndexes.contains(index) { continue }
            switch areFlagsEnded ? .plain : CommandWord(word) {
            case .plain: positionals.append(word)
            case .terminator: areFlagsEnded = true
            case .long(let name, let value): try readLong(name, value)
            case .short(let letters) where takesSignedWord && !isFlag(letters):
                positionals.append(word)
            case .short(let letters) where route.commands.last?.takesSigned(letters) == true:
                positionals.append(word)
            case .short(let letters): try readShort(letters)
            }
        }
    }

    private var takesSignedWord: Bool {
        !positionals.isEmpty && route.commands.last?.takesSignedWords == true
    }

    /// Whether one letter is a flag by itself, which counts wherever it stands: who types it means
    /// the flag, and what it would mean else stands behind `--`.
    private func isFlag(_ letters: String) -> Bool {
        guard let letter = letters.unicodeScalars.first, letters.unicodeScalars.count == 1 else {
            return false
        }
        return available.contains { $0.short == letter && !$0.takesValue }
    }

    private mutating func readLong(_ name: String, _ value: String?) throws(UsageError) {
        guard let flag = available.first(where: { $0.long.utf8.elementsEqual(name.utf8) }) else {
            throw unknownFlag(name)
        }
        if flag.long == CommandTable.help { wantsLongHelp = true }
        if let value, !flag.takesValue {
            throw UsageError(
                .unexpectedValue, "--\(flag.long) takes no value, but got “\(value)”",
                hint: helpLine)
        }
        try store(flag, "--\(flag.long)", value)
    }

    private func unknownFlag(_ name: String) -> UsageError {
        var advice = Suggestion.question("--" + name, available.map { "--" + $0.long })
        let owners = route.table.commands.filter { command in
            command.allFlags.contains { $0.long.utf8.elementsEqual(name.utf8) }
        }
        if advice.isEmpty, !owners.isEmpty {
            let names = owners.map { "“\(route.table.program) \($0.name)”" }
            advice = ". It belongs to \(names.joined(separator: ", "))"
        }
        return UsageError(
            .unknownFlag, "“\(line)” has no flag --\(name)\(advice)", hint: helpLine)
    }

    private mutating func readShort(_ letters: String) throws(UsageError) {
        var rest = letters.unicodeScalars[...]
        while let letter = rest.popFirst() {
            guard let flag = available.first(where: { $0.short == letter }) else {
                throw UsageError(
                    .unknownFlag, "“\(line)” has no flag -\(letter), read in “-\(letters)”",
                    hint: helpLine)
            }
            guard flag.takesValue else {
                try store(flag, "-\(letter)", nil)
                continue
            }
            return try store(flag, "-\(letter)", rest.isEmpty ? nil : String(rest))
        }
    }

    private mutating func store(
        _ flag: FlagSpec, _ shown: String, _ attached: String?
    ) throws(UsageError) {
        guard flag.takesValue else {
            flags[flag.long, default: []].append("")
            return
        }
        if let attached {
            flags[flag.long, default: []].append(attached)
            return
        }
        guard index + 1 < words.count else {
            throw UsageError(
                .missingValue, "\(shown) needs a value: \(flag.valueName)",
                hint: ([route.table.program] + words).map(ShellWords.quoted).joined(separator: " ")
                    + " " + flag.valueName)
        }
        index += 1
        flags[flag.long, default: []].append(words[index])
    }

    private func missingCommand(_ command: CommandSpec) -> UsageError {
        let names = command.children.map(\.name).joined(separator: ", ")
        return UsageError(
            .missingCommand, "“\(line)” needs one of its commands: \(names)", hint: helpLine)
    }

    /// The path of what `help WORD...` asks for.
    private func explained() throws(UsageError) -> [String] {
        var (path, children) = ([String](), route.table.commands)
        for word in positionals {
            guard let next = children.first(where: { $0.answers(to: word) }) else {
                if positionals.count == 1, let topic = route.table.topic(word) {
                    return [topic.name]
                }
                let topics = path.isEmpty ? route.table.topics.map(\.name) : []
                let question = Suggestion.question(word, children.map(\.name) + topics)
                throw UsageError(
                    .unknownCommand, "there is no help on “\(word)”\(question)",
                    hint: "\(route.table.program) help")
            }
            path.append(next.name)
            children = next.children
        }
        return path
    }
}
