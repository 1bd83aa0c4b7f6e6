import CommandLine
import JSON

/// The program `postil` without the process: arguments in, exit status out.
public enum ClientProgram {
    /// The version of the program.
    public static let version = "0.1.0"
    /// The day of the version, as manual pages say it.
    static let date = "November 25, 2026"

    /// Runs one command; returns the exit status.
    public static func run(arguments: [String], console: Console) -> Int32 {
        if arguments.first == CompletionScript.command {
            console.out(CompletionCommand.answer(Array(arguments.dropFirst()), console))
            return ExitStatus.done.rawValue
        }
        var console = console
        let isJSON = arguments.contains { $0 == "--json" || $0 == "--jsonl" }
        if isJSON { Interruption.announceAsJSON() }
        let reading: CommandLineReading
        do {
            reading = try CommandLineReading(arguments, console)
            console.colourRule = try reading.settings.colourRule(reading.parsed.value("color"))
        } catch {
            console.colourRule = CommandLineReading.colourRule(arguments, console)
            return say(
                Failures.failure(error, folder: "", again: nil), asJSON: isJSON, console)
        }
        let parsed = reading.parsed
        if let help = parsed.help {
            let text = HelpText(PostilTable.table, width: min(console.columns, 100)).text(help)
            let pager = try? reading.settings.pager()
            show((reading.aliasLine.map { $0 + "\n\n" } ?? "") + text, parsed, console, pager)
            return ExitStatus.done.rawValue
        }
        console.isVerbose = parsed.has("verbose")
        console.tellsEvents = parsed.has("jsonl") && ["sync", "import"].contains(parsed.path.first)
        for warning in reading.warnings { Session.warn(warning, parsed, console) }
        if parsed.has("version") || parsed.path == ["version"] {
            return sayVersion(parsed, console)
        }
        if parsed.path.isEmpty {
            let text = HelpText(PostilTable.table, width: min(console.columns, 100)).overview()
            show(text, parsed, console, try? reading.settings.pager())
            return ExitStatus.done.rawValue
        }
        var folder = ""
        do {
            let session = try Session(parsed, console, reading.settings, typed: arguments)
            folder = session.folder
            defer { session.tellWork() }
            let reply = try dispatch(session)
            console.discardDraft()
            say(reply, parsed, console, pager: try reading.settings.pager())
            return reply.status.rawValue
        } catch {
            let told = Failures.failure(
                error, folder: folder, again: Pasteable.again(arguments))
            let failure = keepingDraft(told, console)
            return say(failure, asJSON: parsed.has("json") || parsed.has("jsonl"), console)
        }
    }

    /// Says that a command was done and its answer could not be written; the exit status.
    public static func unheard(
        _ reason: String, arguments: [String], console: Console
    ) -> Int32 {
        let failure = CommandFailure(
            .failed, code: "unwritten-output", "standard output could not be written: \(reason)",
            evidence: ["what the command was to do is done; its answer is not whole"],
            hints: ["see what was changed: postil log"])
        return say(
            failure, asJSON: arguments.contains { $0 == "--json" || $0 == "--jsonl" }, console)
    }

    private static func say(
        _ failure: CommandFailure, asJSON: Bool, _ console: Console
    ) -> Int32 {
        console.err(
            asJSON ? failure.json + "\n" : failure.terminalText(isColoured: console.isErrorColoured)
        )
        return failure.status.rawValue
    }

    /// A failure loses nothing that was typed, and says where it lies.
    private static func keepingDraft(
        _ failure: CommandFailure, _ console: Console
    ) -> CommandFailure {
        guard let draft = console.draft() else { return failure }
        return CommandFailure(
            failure.status, code: failure.code, failure.what,
            evidence: failure.evidence + ["your text is kept in \(draft)"], hints: failure.hints)
    }

    private static func sayVersion(_ parsed: ParsedCommand, _ console: Console) -> Int32 {
        if parsed.has("json") {
            console.out("{\"v\":1,\"version\":\"\(version)\",\"protocol\":[1]}\n")
        } else {
            console.out("postil \(version), protocol 1\n")
        }
        return ExitStatus.done.rawValue
    }

    private static func say(
        _ reply: Reply, _ parsed: ParsedCommand, _ console: Console, pager: String?
    ) {
        if parsed.has("jsonl"), reply.isJSONLines {
            console.out(reply.text)
        } else if parsed.has("json") || (parsed.has("jsonl") && reply.lines == nil) {
            console.out(
                object { whole in
                    if console.tellsEvents {
                        whole.member("type", "done")
                        whole.member("code", Int(reply.status.rawValue))
                    }
                    reply.json(&whole)
                } + "\n")
        } else if parsed.has("jsonl") {
            for line in reply.lines ?? [] { console.out(object(line) + "\n") }
        } else if parsed.has("plain") || !console.isOutputTerminal {
            // Quiet keeps confirmations back, never what was asked for.
            if !parsed.has("quiet") || reply.plain != nil { console.out(reply.plain ?? reply.text) }
        } else if !parsed.has("quiet") || reply.plain != nil {
            if reply.isPaged, reply.plain != nil {
                show(reply.text, parsed, console, pager)
            } else {
                console.out(reply.text)
            }
        }
    }

    /// Shows a text page by page, where a person sits there who can turn pages and it is longer
    /// than the screen.
    private static func show(
        _ text: String, _ parsed: ParsedCommand, _ console: Console, _ pager: String?
    ) {
        let mayPage =
            console.isInputTerminal && console.isOutputTerminal
            && console.environment["TERM"] != "dumb" && !parsed.has("no-pager")
            && !parsed.has("no-input")
        let isLong = console.rows.map { text.utf8.count { $0 == 0x0A } >= $0 } ?? true
        if mayPage, isLong, let pager, console.page(text, pager) { return }
        console.out(text)
    }

    private static func object(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object { whole in
            whole.member("v", 1)
            body(&whole)
        }
        return writer.text
    }

    private static func dispatch(_ session: Session) throws -> Reply {
        switch session.command.path.joined(separator: " ") {
        case "add": try AddCommand.run(session)
        case "docs": try DocsCommand.run(session)
        case "read": try ReadCommand.run(session)
        case "mark": try MarkCommand.run(session)
        case "annotate": try AnnotateCommand.run(session)
        case "reattach": try ReattachCommand.run(session)
        case "note": try NoteCommand.run(session)
        case "reply": try ReplyCommand.run(session)
        case "edit": try EditCommand.run(session)
        case "tag": try TagCommand.run(session)
        case "close": try StatusChange.run(session, isClosed: true)
        case "reopen": try StatusChange.run(session, isClosed: false)
        case "rm": try RemoveCommand.run(session)
        case "list": try ListCommand.run(session)
        case "show": try ShowCommand.run(session)
        case "undo": try UndoCommand.undo(session)
        case "redo": try UndoCommand.redo(session)
        case "tags": try TagsCommand.run(session)
        case "log": try LogCommand.run(session)
        case "merges": try MergesCommand.run(session)
        case "import": try ImportCommand.run(session)
        case "export": try ExportCommand.run(session)
        case "config get", "config set", "config unset", "config list", "config path",
            "config edit":
            try ConfigCommand.run(session)
        case "doctor": try DoctorCommand.run(session)
        case "completion": try CompletionCommand.run(session)
        case "man": try ManCommand.run(session)
        default: try NetworkCommands.dispatch(session)
        }
    }
}
