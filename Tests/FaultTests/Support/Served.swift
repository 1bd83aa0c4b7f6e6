import CommandLine
import Crypto
import HTTPServer
import JSON
import PeerServer
import Storage
import Synchronization
import Testing

/// A server in this process, over a data folder: the party that has no fault.
final class Served {
    let url: String
    private let listener: HTTPListener

    init(_ data: String) throws {
        let store = try Self.open(data)
        let key = try #require(DeviceKey(seed: Secret(store.serverSeed)))
        let server = PeerServer(store: store, key: key, now: Desk.now)
        var configuration = HTTPServerConfiguration()
        configuration.connectionsPerAddressMax = configuration.connectionsMax
        listener = try HTTPListener(configuration: configuration) { request, responder in
            server.answer(request) { responder.respond($0) }
        }
        url = listener.url
    }

    deinit { listener.stop() }

    static func open(_ data: String) throws -> ServerStore {
        try ServerStore.open(
            data, hashing: BLAKE2b(), randomness: SystemRandomness(),
            makeSeed: { Secret.random(count: 32).withOctets { Array($0) } })
    }

    /// A code for a new account.
    static func invite(_ data: String) throws -> String {
        let said = Mutex("")
        let output = ProgramOutput(
            out: { text in said.withLock { $0 += text } }, err: { _ in }, log: { _ in })
        let program = ServerProgram(environment: { _ in nil }, output: output)
        try #require(program.run(["admin", "invite", "--data", data, "--json"]) == 0)
        return try JSONReader.parse(Array(said.withLock { $0 }.utf8)).string("code")
    }
}
