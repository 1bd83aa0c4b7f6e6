import ClientCommands
import CommandLine
import PeerServer

/// Words, one a line, as the command lines of both programs.
enum ArgumentsTarget {
    static func run(_ octets: [UInt8]) throws(FuzzFailure) {
        let words = octets.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        try check(words, PostilTable.table)
        try check(words, ServerCommands.table)
        do {
            _ = try AnnotationQuery(words.joined(separator: " "), now: 1_700_000_000_000)
        } catch let failure as CommandFailure {
            try check(failure)
        } catch {
            throw FuzzFailure("a query is refused as a command is")
        }
    }

    private static func check(_ words: [String], _ table: CommandTable) throws(FuzzFailure) {
        let parsed: ParsedCommand
        do {
            parsed = try CommandParser(table).parse(words)
        } catch {
            try require(!error.hint.isEmpty, "a refusal says what to type")
            return try check(error.failure)
        }
        if let help = parsed.help {
            let text = HelpText(table).text(help)
            try require(
                !text.isEmpty && TerminalTarget.isSafe(text, but: ["\n"]), "help is safe")
            return
        }
        if !parsed.path.isEmpty {
            try require(table.command(parsed.path) != nil, "what is called is in the table")
        }
        let given = Set(words.map { Array($0.utf8) })
        try require(
            parsed.positionals.allSatisfy { given.contains(Array($0.utf8)) },
            "a word without a flag is one of the words")
        let commands = parsed.path.indices.compactMap { table.command(Array(parsed.path[...$0])) }
        for flag in table.globalFlags + commands.flatMap(\.flags) {
            for value in parsed.values(flag.long) where flag.takesValue {
                let octets = Array(value.utf8)
                try require(
                    words.contains { Array($0.utf8.suffix(octets.count)) == octets },
                    "the value of a flag is the end of a word")
            }
        }
    }

    private static func check(_ failure: CommandFailure) throws(FuzzFailure) {
        try require(
            TerminalTarget.isSafe(failure.terminalText(), but: ["\n"]), "a refusal is safe")
    }
}
