import Foundation
import Testing

/// A person at a shell: the program is on the path, the store in `POSTIL_STORE`.
struct Prompt {
    let machine: Machine
    /// What every line is typed with besides.
    var environment: [String: String] = [:]

    /// A person with one article and one note.
    init() throws {
        machine = try Machine()
        try machine.ask("add", machine.file("quay.txt", Self.text))
        try machine.ask("mark", "@@", "eelgrass", "-m", "once", "-t", "todo")
    }

    static let text =
        "Sallow Quay\n\nNobody asked the eelgrass. It came back.\n\n"
        + "Now the same words, and the same words.\n"

    /// Types a line into a shell that stands where the person's files are.
    @discardableResult
    func type(_ line: String) throws -> Outcome {
        let client = try #require(Programs.client)
        let programs = URL(fileURLWithPath: client).deletingLastPathComponent().path
        var variables = [
            "PATH": programs + ":/usr/bin:/bin", "POSTIL_STORE": machine.store,
            "HOME": machine.folder.path("home"), "FOLDER": machine.folder.root,
        ]
        variables.merge(environment) { $1 }
        return try run("/bin/sh", ["-c", "cd \"$FOLDER\"; " + line], environment: variables)
    }

    /// What a line says, which must end well.
    func ask(_ line: String, at place: SourceLocation = #_sourceLocation) throws -> String {
        let outcome = try type(line)
        #expect(outcome.status == 0, "\(line): \(outcome.err)", sourceLocation: place)
        return outcome.out
    }
}

/// A refusal as a script reads it.
struct Problem {
    let code: String
    let exit: Int
    let message: String
    let evidence: [String]
    let hints: [String]

    /// Reads what stands on standard error: one line, one object.
    init(_ err: String) throws {
        try #require(err.hasSuffix("\n") && err.split(separator: "\n").count == 1, "\(err)")
        let whole = try JSONSerialization.jsonObject(with: Data(err.utf8))
        let error = try #require((whole as? [String: Any])?["error"] as? [String: Any])
        code = try #require(error["code"] as? String)
        exit = try #require(error["exit"] as? Int)
        message = try #require(error["message"] as? String)
        evidence = try #require(error["evidence"] as? [String])
        hints = try #require(error["hints"] as? [String])
    }

    /// The command lines that stand in the hints.
    var commands: [String] {
        hints.flatMap { $0.components(separatedBy: "   ·   ") }.compactMap { hint in
            for program in ["postil ", "ls", "df "] {
                if hint.hasPrefix(program) { return hint }
                if let found = hint.range(of: ": " + program) {
                    return String(hint[found.lowerBound...].dropFirst(2))
                }
            }
            return nil
        }
    }
}

/// Something that a person types and that cannot be done, and what is told of it.
struct Provocation: Sendable, CustomTestStringConvertible {
    let line: String
    let status: Int32
    /// What the sentence holds.
    let says: String
    /// What stands below it.
    var shows: [String] = []
    /// What is typed before.
    var after: [String] = []
    /// What is put in the place of words in capitals in the hints.
    var fill: [String: String] = [:]
    /// How what the hints say ends.
    var pasted: Int32 = 0
    /// Whether there is something to paste.
    var isPasteable = true

    var testDescription: String { line }

    /// Provokes it, for a person and for a script, and pastes what the hints say.
    func check(at prompt: Prompt, place: SourceLocation = #_sourceLocation) throws {
        for line in after { _ = try prompt.ask(line, at: place) }
        let told = try prompt.type(line)
        let words = "\(line): \(told.err)"
        #expect(told.status == status && told.out.isEmpty, "\(words)", sourceLocation: place)
        let lines = told.err.components(separatedBy: "\n")
        #expect(lines[0].hasPrefix("error: "), "\(words)", sourceLocation: place)
        #expect(lines[0].contains(says), "\(words)", sourceLocation: place)
        for part in shows {
            #expect(told.err.contains(part), "\(part) in \(words)", sourceLocation: place)
        }
        #expect(told.err.contains("\n\nhint: "), "\(words)", sourceLocation: place)
        let problem = try sameForScripts(prompt, lines[0], place)
        let commands = problem.commands
        #expect(commands.isEmpty != isPasteable, "\(problem.hints)", sourceLocation: place)
        for command in commands { try paste(command, prompt, place) }
    }

    private func sameForScripts(
        _ prompt: Prompt, _ sentence: String, _ place: SourceLocation
    ) throws -> Problem {
        let told = try prompt.type(line.replacingOccurrences(of: "postil ", with: "postil --json "))
        #expect(told.status == status && told.out.isEmpty, "\(told.err)", sourceLocation: place)
        let problem = try Problem(told.err)
        #expect(problem.exit == Int(status) && !problem.code.isEmpty, sourceLocation: place)
        #expect("error: " + problem.message == sentence, sourceLocation: place)
        return problem
    }

    private func paste(_ command: String, _ prompt: Prompt, _ place: SourceLocation) throws {
        var command = command
        for (word, value) in fill {
            command = command.replacingOccurrences(of: word, with: value)
        }
        let done = try prompt.type(command)
        #expect(
            done.status == pasted, "\(command): \(done.out)\(done.err)", sourceLocation: place)
    }
}
