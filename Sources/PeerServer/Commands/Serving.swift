import CommandLine
import Crypto
import HTTPMessage
import HTTPServer
import Storage

/// The command `serve`.
struct Serving {
    private let program: ServerProgram
    private let command: ParsedCommand
    private let options: ServeOptions

    private static let drainMilliseconds = 5_000

    init(_ program: ServerProgram, _ command: ParsedCommand) throws {
        self.program = program
        self.command = command
        options = try ServeOptions(program, command)
    }

    /// Serves until a signal asks it to stop.
    func run() throws -> ExitStatus {
        if command.has("print-config") {
            program.output.out(options.text(isJSON: command.has("json")))
            return .done
        }
        var signals = StopSignals()
        let folder = DataFolder(path: options.data)
        let store = try folder.open()
        let claim = try folder.claim()
        let server = try makeServer(store, folder)
        let listener = try listen(server)
        let url = options.url ?? listener.url
        claim.say(url)
        program.output.out("listening on \(listener.url)\n")
        try greet(store, url)
        signals.wait()
        listener.stop()
        server.close()
        return .done
    }

    private var log: RequestLog { RequestLog(form: options.log, write: program.output.log) }

    private func makeServer(_ store: ServerStore, _ folder: DataFolder) throws -> PeerServer {
        guard let key = DeviceKey(seed: Secret(store.serverSeed)) else {
            throw StoreError(.damaged, "the server's key in \(folder.path) is not one")
        }
        let log = log
        return PeerServer(
            store: store, key: key, now: { WallClock.milliseconds },
            storeBytes: { folder.bytes },
            reportFault: { log.fault($0, now: WallClock.milliseconds) })
    }

    private func listen(_ server: PeerServer) throws -> HTTPListener {
        var configuration = HTTPServerConfiguration(address: options.listen)
        configuration.limits.bodyBytesMax = options.bodyBytesMax
        configuration.deadlines.drainMilliseconds = Self.drainMilliseconds
        configuration.connectionsPerAddressMax = configuration.connectionsMax
        let log = log
        return try HTTPListener(configuration: configuration) { request, responder in
            let start = WallClock.steadyMicroseconds
            server.answer(request) { response in
                log.note(
                    request, response, microseconds: WallClock.steadyMicroseconds &- start,
                    now: WallClock.milliseconds)
                responder.respond(response)
            }
        }
    }

    private func greet(_ store: ServerStore, _ url: String) throws {
        if options.isOpenToOthers {
            program.output.err(
                "warning: others than this machine can connect, and nothing is encrypted; "
                    + "put nginx or Caddy in front\n")
        }
        let isNew = try store.read { try $0.accounts().isEmpty }
        guard isNew else { return }
        if try store.read({ try $0.invites().isEmpty }) {
            let code = try Administration.makeInvite(store, isAdmin: true)
            program.output.out(
                "first start: make the first account with\n"
                    + "  postil login \(url) --invite \(code.shown)\n")
        } else {
            program.output.out(
                "no account yet: use the code that was printed before, or make another with\n"
                    + "  postil-server admin invite --admin --data \(options.data)\n")
        }
    }
}
