/// Which command a command line calls, found before its flags are read.
///
/// Flags may stand before the command, so the words they take as values have to be stepped over.
/// Until the command is known, a flag counts as any command below would read it; where those
/// differ, the person is asked to say the command first.
struct CommandRoute {
    let table: CommandTable
    private(set) var commands: [CommandSpec] = []
    private(set) var wordIndexes: Set<Int> = []

    init(_ table: CommandTable) { self.table = table }

    var path: [String] { commands.map(\.name) }

    /// The flags that hold for the command that was found: its own and those above it.
    var flags: [FlagSpec] { commands.reversed().flatMap(\.flags) + table.globalFlags }

    private var children: [CommandSpec] { commands.last.map(\.children) ?? table.commands }

    /// Follows the words as far as they name commands.
    /// - Throws: `UsageError` for an unknown command or a flag that cannot be read yet.
    mutating func follow(_ words: [String]) throws(UsageError) {
        var (index, areFlagsEnded) = (0, false)
        while index < words.count, !children.isEmpty {
            let word = words[index]
            switch areFlagsEnded ? .plain : CommandWord(word) {
            case .terminator: areFlagsEnded = true
            case .long(let name, nil):
                if try takesValue("--\(name)", { $0.long.utf8.elementsEqual(name.utf8) }) {
                    index += 1
                }
            case .long: break
            case .short(let letters):
                if try lastTakesValue(letters) { index += 1 }
            case .plain:
                guard let child = children.first(where: { $0.answers(to: word) }) else {
                    if let last = commands.last, !last.arguments.isEmpty { return }
                    throw unknown(word)
                }
                commands.append(child)
                wordIndexes.insert(index)
            }
            index += 1
        }
    }

    /// Whether the next word belongs to the last of the letters after one dash.
    private func lastTakesValue(_ letters: String) throws(UsageError) -> Bool {
        var rest = letters.unicodeScalars[...]
        while let letter = rest.popFirst() {
            if try takesValue("-\(letter)", { $0.short == letter }) { return rest.isEmpty }
        }
        return false
    }

    private func takesValue(
        _ shown: String, _ isMeant: (FlagSpec) -> Bool
    ) throws(UsageError) -> Bool {
        if let known = flags.first(where: isMeant) { return known.takesValue }
        let below = children.flatMap(\.allFlags).filter(isMeant)
        guard let first = below.first else { return false }
        guard below.allSatisfy({ $0.takesValue == first.takesValue }) else {
            throw UsageError(
                .ambiguousFlag, "\(shown) means different things in different commands",
                hint: "\(table.program) COMMAND \(shown)")
        }
        return first.takesValue
    }

    private func unknown(_ word: String) -> UsageError {
        let prefix = ([table.program] + path).joined(separator: " ")
        let kind = commands.isEmpty ? "no command" : "“\(prefix)” has no command"
        let question = Suggestion.question(word, children.flatMap { [$0.name] + $0.aliases })
        return UsageError(
            .unknownCommand, "\(kind) “\(word)”\(question)",
            hint: ([table.program, "help"] + path).joined(separator: " "))
    }
}
