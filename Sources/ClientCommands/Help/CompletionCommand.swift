import CommandLine
import JSON
import Storage

/// `postil completion SHELL` prints the script, and `postil __complete WORD…` answers it.
enum CompletionCommand {
    static func run(_ session: Session) throws -> Reply {
        let name = session.command.argument("SHELL") ?? ""
        guard let script = CompletionScript(rawValue: name) else {
            let known = CompletionScript.allCases.map(\.rawValue)
            throw CommandFailure(
                .usage, code: "usage", "“\(name)” is no shell that can be completed in",
                hints: known.map { "postil completion \($0)" })
        }
        let text = script.text(program: PostilTable.table.program)
        return Reply(text: text, plain: text) { $0.member("script", text) }
    }

    /// The words that may stand where the last of these is being typed, a line each.
    ///
    /// Never fails: what cannot be looked up is not offered.
    static func answer(_ words: [String], _ console: Console) -> String {
        let files = ConfigFiles(console, named: CommandLineReading.flag("config", in: words))
        let settings = Settings(
            layers: (try? files.load().layers) ?? [], environment: console.environment)
        let aliases = Aliases(settings)
        let index = Aliases.commandIndex(words)
        var words = words
        // An alias is completed as what it stands for, once it is typed.
        if let index, index < words.count - 1 {
            words = (try? aliases.expanded(words)) ?? words
        }
        let completion = PostilTable.table.completion(words)
        var lines = completion.words.compactMap { line($0.text, $0.says) }
        if let index, index == words.count - 1 {
            lines += aliases.all.filter { $0.name.utf8.starts(with: completion.typed.utf8) }
                .compactMap { line($0.name, $0.line) }
        }
        if let place = completion.place {
            var store = words
            store.removeLast()
            let folder = CommandLineReading.flag("store", in: store)
            let values = CompletionValues(
                place, completion, folder: folder, console, settings)
            lines += values.lines
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Nil for a word, out of somebody else's hands, that would do something to a terminal.
    static func line(_ word: String, _ says: String) -> String? {
        guard TerminalSafe.line(word).utf8.elementsEqual(word.utf8) else { return nil }
        let says = TextWidth.truncate(OneLine.text(says), 60)
        return says.isEmpty ? word : word + "\t" + says
    }
}
