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
    private var opened: ClientStore?
    private var empty: ClientStore?

    init(_ command: ParsedCommand, _ console: Console) {
        self.command = command
        self.console = console
    }

    /// Milliseconds since 1970.
    var now: UInt64 { console.now() }

    /// The store's folder: the flag, then the variable, then the XDG default.
    var folder: String { chosenFolder ?? usualFolder }

    private var chosenFolder: String? {
        if let flag = command.value("store"), !flag.isEmpty { return flag }
        guard let folder = console.environment["POSTIL_STORE"], !folder.isEmpty else { return nil }
        return folder
    }

    private var usualFolder: String {
        let environment = console.environment
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/postil" }
        return (environment["HOME"] ?? ".") + "/.local/share/postil"
    }

    /// The store, opened at first use; a command that writes makes it.
    func store() throws -> ClientStore {
        if let opened { return opened }
        // A folder that was named is made alone, so that a mistyped path is told; the usual one is
        // made with those above it, because on a new machine there are none.
        if chosenFolder == nil { Self.makeFolders(above: usualFolder) }
        let store = try ClientStore.open(folder, hashing: BLAKE2b(), programName: "postil")
        opened = store
        return store
    }

    /// Works in one transaction that changes the store.
    func write<T>(_ body: (Workspace) throws -> T) throws -> T {
        try store().write { transaction in
            try prepare(transaction)
            return try body(Workspace(transaction, now: now))
        }
    }

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
            try body(Workspace(transaction, now: now))
        }
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

    /// Asks a question that only a person can answer; under `--no-input`, or without a terminal, it
    /// is a decision that is needed.
    var mayAsk: Bool { console.isInputTerminal && !command.has("no-input") }
}
