import Foundation
import Testing

/// A person's machine: one store, and the program that works on it.
struct Machine {
    let folder: TemporaryFolder
    let store: String

    init() throws { self.init(folder: try TemporaryFolder(), name: "store") }

    /// A machine whose store lies in a folder that is there already.
    init(folder: TemporaryFolder, name: String) {
        self.folder = folder
        store = folder.path(name)
    }

    /// Runs a command.
    @discardableResult
    func postil(_ arguments: String..., input: String = "") throws -> Outcome {
        try postil(arguments, input: input)
    }

    @discardableResult
    func postil(_ arguments: [String], input: String = "") throws -> Outcome {
        try run(Programs.client, ["--store", store] + arguments, input: input)
    }

    /// Runs a command that must succeed, and returns its JSON.
    @discardableResult
    func ask(
        _ arguments: String..., input: String = "", at place: SourceLocation = #_sourceLocation
    ) throws -> [String: Any] {
        let outcome = try run(
            Programs.client, ["--store", store, "--json"] + arguments, input: input)
        #expect(outcome.status == 0, "\(arguments): \(outcome.err)", sourceLocation: place)
        return try outcome.json()
    }

    /// The items of a list.
    func items(_ arguments: String...) throws -> [[String: Any]] {
        let outcome = try run(Programs.client, ["--store", store, "--json"] + arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.err)")
        return try #require(try outcome.json()["items"] as? [[String: Any]])
    }

    /// Starts a command and does not wait for its end.
    func start(_ arguments: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Programs.client))
        process.arguments = ["--store", store] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Writes a file of any octets to add.
    func file(_ name: String, octets: [UInt8]) throws -> String {
        try Data(octets).write(to: URL(fileURLWithPath: folder.path(name)))
        return folder.path(name)
    }

    /// Writes a file to add.
    func file(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: folder.path(name), atomically: true, encoding: .utf8)
        return folder.path(name)
    }

    /// The replicated state of a set, as bytes that agree where machines do.
    func export(_ set: String) throws -> String {
        let outcome = try postil("export", "--set", set)
        #expect(outcome.status == 0, "\(outcome.err)")
        return outcome.out
    }

    /// Logs in with a new account.
    func login(_ server: LiveServer, as name: String) throws {
        try ask("login", server.url, "--invite", server.invite(), "--user", name)
    }
}
