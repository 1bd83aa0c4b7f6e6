extension CommandTable {
    /// What is wrong with the table itself, a sentence each; a program's tests expect none.
    ///
    /// Two commands that answer to one word, two flags of one name or letter where both hold, a
    /// group that the overview does not show, a summary that is missing or ends with a full stop.
    public var problems: [String] {
        let unknown = commands.compactMap { command -> String? in
            guard let group = command.group, !groups.contains(group) else { return nil }
            return "\(command.name): there is no group “\(group)”"
        }
        return unknown + CommandTable.problems(commands, under: program, flags: globalFlags)
    }

    private static func problems(
        _ commands: [CommandSpec], under line: String, flags: [FlagSpec]
    ) -> [String] {
        var problems = repeated(commands.flatMap { [$0.name] + $0.aliases }).map {
            "\(line): two commands answer to “\($0)”"
        }
        for command in commands {
            let path = "\(line) \(command.name)"
            let known = flags + command.flags
            let words =
                known.map { "--" + $0.long } + known.compactMap { $0.short.map { "-\($0)" } }
            problems += repeated(words).map { "\(path): two flags are called \($0)" }
            if command.summary.isEmpty || command.summary.hasSuffix(".") {
                problems.append("\(path): the summary is a line without a full stop")
            }
            problems += self.problems(command.children, under: path, flags: known)
        }
        return problems
    }

    private static func repeated(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { !seen.insert($0).inserted }
    }
}
