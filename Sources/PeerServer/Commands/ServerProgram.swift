import CommandLine
import Glibc
import JSON

/// The program `postil-server`: words in, exit status out.
public struct ServerProgram: Sendable {
    let environment: @Sendable (String) -> String?
    let output: ProgramOutput

    /// A program in an environment.
    public init(
        environment: @escaping @Sendable (String) -> String?, output: ProgramOutput = .process
    ) {
        self.environment = environment
        self.output = output
    }

    /// A program in the environment of this process; a variable that is empty is not there.
    public init() {
        self.init(environment: { name in
            guard let value = getenv(name) else { return nil }
            let text = String(cString: value)
            return text.utf8.isEmpty ? nil : text
        })
    }

    /// Does what the words after the program's name say.
    ///
    /// - Returns: the exit status (`ExitStatus`).
    public func run(_ words: [String]) -> Int32 {
        var isJSON = words.contains("--json")
        do {
            let command: ParsedCommand
            do {
                command = try CommandParser(ServerCommands.table).parse(words)
            } catch {
                throw error.failure
            }
            isJSON = command.has("json")
            return try run(command).rawValue
        } catch {
            let failure = CommandFailure(reason: error)
            output.err(isJSON ? failure.json + "\n" : failure.terminalText())
            return failure.status.rawValue
        }
    }

    private func run(_ command: ParsedCommand) throws -> ExitStatus {
        if let help = command.help {
            output.out(HelpText(ServerCommands.table).text(help))
            return .done
        }
        switch command.path.first {
        case "serve": return try Serving(self, command).run()
        case "admin": return try Administration(self, command).run()
        case "version":
            if command.has("json") {
                var writer = JSONWriter()
                writer.object { object in
                    object.member("v", 1)
                    object.member("version", PeerServer.programVersion)
                }
                output.out(writer.text + "\n")
            } else {
                output.out("postil-server \(PeerServer.programVersion)\n")
            }
            return .done
        default:
            output.out(HelpText(ServerCommands.table).overview())
            return .usage
        }
    }

    /// A setting: the flag, else the variable; nil if neither was said.
    func setting(_ flag: String, _ command: ParsedCommand) -> String? {
        if let value = command.value(flag) { return value }
        let name = flag.utf8.map { $0 == 0x2D ? 0x5F : $0 >= 0x61 ? $0 - 0x20 : $0 }
        return environment("POSTIL_" + String(decoding: name, as: UTF8.self))
    }

    /// The data folder.
    func dataFolder(_ command: ParsedCommand) -> String {
        setting("data", command) ?? "/var/lib/postil"
    }
}
