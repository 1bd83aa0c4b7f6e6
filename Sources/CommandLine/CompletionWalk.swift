extension CommandTable {
    /// What may stand in place of the last of the words, which are those after the program's name;
    /// the last one is empty where nothing of it is typed yet.
    ///
    /// Words that make no sense are passed over: whoever is typing may still go back.
    public func completion(_ words: [String]) -> Completion {
        var walk = CompletionWalk(table: self)
        for word in words.dropLast() { walk.pass(word) }
        return walk.completion(words.last ?? "")
    }
}

/// How far the words before the one that is being typed lead.
private struct CompletionWalk {
    let table: CommandTable
    private var commands: [CommandSpec] = []
    private var waiting: FlagSpec?
    private var areFlagsEnded = false
    private var said: Set<String> = []
    private var values = 0

    init(table: CommandTable) { self.table = table }

    private var flags: [FlagSpec] { commands.reversed().flatMap(\.flags) + table.globalFlags }

    private var children: [CommandSpec] {
        if values > 0 { return [] }
        // `help` takes the words of any other command.
        let isAbove = commands.isEmpty || (isHelp && commands.count == 1)
        return isAbove ? table.commands : commands.last?.children ?? []
    }

    private var isHelp: Bool { commands.first?.name == CommandTable.help }

    mutating func pass(_ word: String) {
        if waiting != nil {
            waiting = nil
            return
        }
        switch areFlagsEnded ? .plain : CommandWord(word) {
        case .terminator: areFlagsEnded = true
        case .long(let name, let value):
            guard let flag = flags.first(where: { $0.long.utf8.elementsEqual(name.utf8) }) else {
                return
            }
            said.insert(flag.long)
            if value == nil, flag.takesValue { waiting = flag }
        case .short where takesSignedWord: values += 1
        case .short(let letters):
            let last = letters.unicodeScalars.last
            guard let flag = flags.first(where: { $0.short == last }) else { return }
            said.insert(flag.long)
            if flag.takesValue { waiting = flag }
        case .plain:
            if let child = children.first(where: { $0.answers(to: word) }) {
                commands.append(child)
            } else {
                values += 1
            }
        }
    }

    private var takesSignedWord: Bool { values > 0 && commands.last?.takesSignedWords == true }

    func completion(_ typed: String) -> Completion {
        if let waiting { return Completion([], place: waiting.valueName, typed: typed) }
        if !areFlagsEnded, typed.utf8.starts(with: "-".utf8) {
            if case .long(let name, let value?) = CommandWord(typed) {
                let flag = flags.first { $0.long.utf8.elementsEqual(name.utf8) }
                return Completion(
                    [], place: flag?.valueName, typed: value, lead: "--\(name)=")
            }
            if !takesSignedWord || typed.utf8.starts(with: "--".utf8) { return flags(typed) }
        }
        if isHelp { return explained(typed) }
        let words = children.filter { !$0.isHidden }.map { Completion.Word($0.name, $0.summary) }
        return Completion(words, place: place, typed: typed, index: values)
    }

    private var place: String? {
        guard let arguments = commands.last?.arguments, let last = arguments.last else {
            return nil
        }
        if values < arguments.count { return arguments[values].name }
        return last.isRepeated ? last.name : nil
    }

    private func flags(_ typed: String) -> Completion {
        let left = flags.filter { flag in
            if case .list = flag.value { return true }
            return !said.contains(flag.long)
        }
        return Completion(left.map { .init("--" + $0.long, $0.help) }, place: nil, typed: typed)
    }

    /// What `help` explains: commands, commands within them, and topics.
    private func explained(_ typed: String) -> Completion {
        let topics = values == 0 && commands.count == 1 ? table.topics : []
        let words =
            children.filter { !$0.isHidden }.map { Completion.Word($0.name, $0.summary) }
            + topics.map { Completion.Word($0.name, $0.summary) }
        return Completion(words, place: nil, typed: typed)
    }
}

extension CommandSpec {
    /// Whether only programs call the command.
    var isHidden: Bool { name.utf8.starts(with: "__".utf8) }
}
