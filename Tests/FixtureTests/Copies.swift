import ClientCommands
import CommandLine
import Crypto
import Glibc
import HTTPMessage
import HTTPServer
import PeerServer
import Storage
import SyncEngine
import Testing

/// Copies of the stores of one version, which a test may change; they go with their last user.
final class Copies {
    let folder: String

    init(_ version: String) throws {
        var template = Array("/tmp/postil-fixture-XXXXXX".utf8CString)
        folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        for store in try Fixtures.names("databases/\(version)") where !store.contains(".") {
            try #require(mkdir(folder + "/" + store, 0o700) == 0)
            for name in try Fixtures.names("databases/\(version)/\(store)") {
                let octets = try Fixtures.octets(
                    at: Fixtures.path("databases/\(version)/\(store)/\(name)"))
                try Self.write(octets, to: "\(folder)/\(store)/\(name)")
            }
        }
    }

    deinit {
        for store in ["laptop", "desktop", "server"] {
            for name in ["store.db", "server.db", "store.lock"] {
                for ending in ["", "-wal", "-shm", ".lock"] {
                    unlink("\(folder)/\(store)/\(name)\(ending)")
                }
            }
            rmdir("\(folder)/\(store)")
        }
        rmdir(folder)
    }

    private static func write(_ octets: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "wb"))
        let count = fwrite(octets, 1, octets.count, file)
        fclose(file)
        try #require(count == octets.count)
    }

    /// What a command that has to succeed printed.
    func text(_ store: String, _ words: String..., at: SourceLocation = #_sourceLocation) -> String
    {
        var (out, err) = ("", "")
        let console = Console(
            out: { out += $0 }, err: { err += $0 }, input: { [] }, edit: { _ in nil },
            draft: { nil }, discardDraft: {},
            isInputTerminal: false, isOutputTerminal: false, isErrorTerminal: false, columns: 80,
            environment: ["POSTIL_STORE": folder + "/" + store], now: { 1_800_000_000_000 })
        let status = ClientProgram.run(arguments: words, console: console)
        #expect(status == 0, "\(words): \(err)", sourceLocation: at)
        return out
    }

    /// Serves the server's folder, and makes the stores look for it where it is now.
    func serve() throws -> HTTPListener {
        let store = try openServer()
        let key = try #require(DeviceKey(seed: Secret(store.serverSeed)))
        let server = PeerServer(store: store, key: key, now: { 1_800_000_000_000 })
        let listener = try HTTPListener(configuration: HTTPServerConfiguration()) {
            request, responder in
            server.answer(request) { responder.respond($0) }
        }
        for name in ["laptop", "desktop"] {
            let client = try openClient(name)
            try client.write { try $0.putSetting(.serverURL, Array(listener.url.utf8)) }
        }
        return listener
    }

    func openServer() throws -> ServerStore {
        try ServerStore.open(
            folder + "/server", hashing: BLAKE2b(), randomness: SystemRandomness()
        ) {
            // A server that is there already has a seed; this one would make all stores stop.
            [UInt8](repeating: 0, count: 32)
        }
    }

    func openClient(_ name: String) throws -> ClientStore {
        try ClientStore.open(folder + "/" + name, hashing: BLAKE2b(), programName: "test")
    }
}
