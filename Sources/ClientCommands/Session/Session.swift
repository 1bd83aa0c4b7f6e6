import AnnotationModel
import CRDT
import CommandLine
import Crypto
import Glibc
import Octets
import Replication
import Storage
import SyncEngine

/// One run of the program: what was typed, where it speaks to, and the store it works on.
final class Session {
    let command: ParsedCommand
    let console: Console
    let settings: Settings
    /// The words of the command line.
    let typed: [String]
    /// The store's folder: the flag, then the variable, the settings, and the XDG default.
    let folder: String
    private let isFolderChosen: Bool
    private var opened: ClientStore?
    private var empty: ClientStore?

    init(_ command: ParsedCommand, _ console: Console, _ settings: Settings, typed: [String] = [])
        throws
    {
        self.typed = typed
        self.command = command
        self.console = console
        self.settings = settings
        let chosen = try settings.storeFolder(command)
        folder = chosen ?? Self.usualFolder(console.environment)
        isFolderChosen = chosen != nil
    }

    /// A line with what may be typed next, in this store; a line each where the store has to be
    /// named, which is long.
    func next(_ commands: String...) -> String {
        let store = command.value("store").map { " --store " + ShellWords.quoted($0) }
        let lines = commands.map { TerminalSafe.line("postil\(store ?? "") \($0)") }
        return "Next: " + lines.joined(separator: store == nil ? "   ·   " : "\n      ") + "\n"
    }

    /// Milliseconds since 1970.
    var now: UInt64 { console.now() }

    private static func usualFolder(_ environment: [String: String]) -> String {
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/postil" }
        return (environment["HOME"] ?? ".") + "/.local/share/postil"
    }

    /// The store, opened at first use; a command that writes makes it.
    func store() throws -> ClientStore {
        if let opened { return opened }
        // A folder that was named is made alone, so that a mistyped path is told; the usual one is
        // made with those above it, because on a new machine there are none.
        if !isFolderChosen { Self.makeFolders(above: folder) }
        let store = try ClientStore.open(folder, hashing: BLAKE2b(), programName: "postil")
        opened = store
        return store
    }

    /// Works in one transaction that changes the store.
    func write<T>(_ body: (Workspace) throws -> T) throws -> T {
        try store().write { transaction in
            try prepare(transaction)
            return try body(workspace(transaction))
        }
    }

    /// Works as `write` does, and leaves the store as it was.
    func rehearse<T>(_ body: (Workspace) throws -> T) throws -> T {
        var result: T?
        do {
            try write { workspace in
                result = try body(workspace)
                throw Enough()
            }
        } catch is Enough {}
        guard let result else { throw CommandFailure(.failed, "nothing was tried") }
        return result
    }

    /// Ends a rehearsal, so that nothing of it is kept.
    private struct Enough: Error {}

    /// A store that is written to for the first time gets its replica's name and its device's key.
    private func prepare(_ transaction: ClientTransaction) throws {
        if transaction.replica.octets == .zero {
            transaction.replica = Naming(BLAKE2b()).replica(
                of: .none, nonce: SystemRandomness().octets16())
        }
        if try transaction.setting(.deviceSeed) == nil {
            let seed = DeviceKey().seed.withOctets { Array($0) }
            try transaction.putSetting(.deviceSeed, seed)
        }
    }

    /// Works on one consistent state of the store; where there is none yet, on an empty one in
    /// memory, so that looking makes nothing.
    func read<T>(_ body: (Workspace) throws -> T) throws -> T {
        try readable().read { transaction in
            try body(workspace(transaction))
        }
    }

    private func workspace(_ transaction: ClientTransaction) throws -> Workspace {
        let name = try settings.value(.userName)?.text
        return try Workspace(transaction, now: now, ownName: name)
    }

    private func readable() throws -> ClientStore {
        if hasStore { return try store() }
        if let empty { return empty }
        let store = try ClientStore.empty(hashing: BLAKE2b())
        empty = store
        return store
    }

    /// Whether there is a store, or something in its place that has to be told of.
    var hasStore: Bool {
        if opened != nil || ClientStore.exists(folder) { return true }
        return errno != ENOENT
    }

    private static func makeFolders(above folder: String) {
        let steps = folder.split(separator: "/").dropLast()
        var path = folder.hasPrefix("/") ? "" : "."
        for step in steps {
            path += "/" + step
            // Whether it lasts, the store's own folder will tell.
            if mkdir(path, 0o700) == 0 { _ = FolderNames.sync(besides: path) }
        }
    }

    /// All of standard input.
    func input() throws -> [UInt8] {
        guard let octets = console.input() else {
            throw CommandFailure(
                .failed, code: "unreadable-input", "standard input cannot be read",
                evidence: ["nothing was changed"],
                hints: ["give it a file with < FILE, or the end of a pipe"])
        }
        return octets
    }

    /// The command line that was typed, with flags behind it, as `Pasteable` makes it.
    func again(_ flags: String...) -> String? { Pasteable.again(typed, flags) }

    /// Opens the person's editor on a text; what was saved, or nil.
    func edit(_ text: String, ending: String = ".md") throws -> String? {
        let call = EditorCall(
            text, command: try settings.editor(), folder: folder + "/drafts", ending: ending)
        return console.edit(call)
    }

    /// Says something on the side that stops nothing; scripts that read standard error get none of
    /// it.
    func warn(_ sentence: String) { Self.warn(sentence, command, console) }

    static func warn(_ sentence: String, _ command: ParsedCommand, _ console: Console) {
        if ["quiet", "json", "jsonl"].contains(where: command.has) { return }
        console.err("warning: " + TerminalSafe.line(sentence) + "\n")
    }

    /// Tells what the store was asked to do, where more is to be said.
    func tellWork() {
        guard console.isVerbose, let opened else { return }
        console.err("store: \(opened.work)\n")
    }

    /// Asks for a yes on standard error; nil where nobody can be asked.
    func confirm(_ question: String) -> Bool? {
        guard mayAsk, console.isErrorTerminal else { return nil }
        console.err("\(question) [y/N] ")
        let answer = (readLine() ?? "").trimmedASCII.lowercased()
        return ["y", "yes"].contains { answer.utf8.elementsEqual($0.utf8) }
    }

    /// Whether a question can be asked that only a person can answer; under `--no-input`, or
    /// without a terminal, it is a decision that is needed.
    var mayAsk: Bool { console.isInputTerminal && !command.has("no-input") }
}
