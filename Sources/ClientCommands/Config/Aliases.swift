import CommandLine

/// Words of a person's own that stand for the beginning of a command line.
struct Aliases {
    let settings: Settings

    /// How many aliases one command line may go through.
    private static let stepsMax = 20

    init(_ settings: Settings) { self.settings = settings }

    /// The names, sorted, with what they stand for.
    var all: [(name: String, line: String)] {
        settings.all().compactMap { name, value in
            guard name.hasPrefix(ConfigKey.alias) else { return nil }
            let alias = String(name.dropFirst(ConfigKey.alias.count))
            return PostilTable.table.command([alias]) == nil ? (alias, value.text) : nil
        }
    }

    /// What a word stands for; nil if it is no alias.
    func value(_ word: String) -> Settings.Value? {
        // No alias hides a command.
        guard PostilTable.table.command([word]) == nil else { return nil }
        return settings.stored(ConfigKey.alias + word)
    }

    /// The command line with the first word that is no flag replaced by what it stands for, until
    /// it stands for nothing.
    ///
    /// - Throws: `CommandFailure` for aliases that lead in a circle or cannot be parted into words.
    func expanded(_ words: [String]) throws -> [String] {
        var words = words
        var passed: [String] = []
        while let index = Self.commandIndex(words), let value = value(words[index]) {
            let alias = words[index]
            let isCircle = passed.contains { $0.utf8.elementsEqual(alias.utf8) }
            passed.append(alias)
            if isCircle || passed.count > Self.stepsMax {
                throw Self.failure(
                    "the alias “\(passed[0])” leads in a circle: "
                        + passed.joined(separator: " → "), value)
            }
            guard let meant = ShellWords.split(value.text), !meant.isEmpty else {
                throw Self.failure(
                    "the alias “\(alias)” cannot be parted into words: \(value.text)", value)
            }
            words.replaceSubrange(index...index, with: meant)
        }
        return words
    }

    /// What is wrong with the line of an alias; nil if nothing.
    static func complaint(of line: String) -> String? {
        guard let words = ShellWords.split(line) else { return "a quotation mark is not closed" }
        return words.isEmpty ? "it is empty" : nil
    }

    private static func failure(_ sentence: String, _ value: Settings.Value) -> CommandFailure {
        CommandFailure(
            .usage, code: "bad-alias", sentence, evidence: ["set in \(value.origin.text)"],
            hints: ["postil config edit"])
    }

    /// Where the word stands that names the command: behind the flags of the whole program.
    static func commandIndex(_ words: [String]) -> Int? {
        var index = 0
        while index < words.count {
            let word = words[index]
            if word.utf8.elementsEqual("--".utf8) { return nil }
            guard word.utf8.first == UInt8(ascii: "-"), word.utf8.count > 1 else { return index }
            let flag = PostilTable.table.globalFlags.first {
                "--\($0.long)".utf8.elementsEqual(word.utf8)
            }
            index += flag?.takesValue == true ? 2 : 1
        }
        return nil
    }
}
