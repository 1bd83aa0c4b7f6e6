import Glibc
import Testing

extension Faults {
    /// Every call that writes or sends, of a server that takes a push; it is traced from the moment
    /// it listens.
    @Suite(.serialized) struct ServerSweepTests {
        @Test func `whatever call of the server fails, it heals, and has what it acknowledged`()
            async throws
        {
            let trial = try ServerTrial()
            let calls = try trial.watch()
            #expect(calls.contains("pwrite64") && calls.contains("fdatasync"))
            let points = Tally()
            // What a server writes by `write` is its log, and what wakes its own threads.
            let sweeps = Sweep.all(of: calls).filter { $0.call != "write" || $0.fault == .kill }
            try await inTwoLanes(sweeps) { sweep in
                points.add(try sweep.run { try trial.attempt($0) })
            }
            #expect(points.count > 50)
            Tools.say("a server that takes a push: \(points.count) faults of the server")
        }
    }
}

/// A push, tried with one fault of the server after the other.
private struct ServerTrial: Sendable {
    private let template: Village
    private let after: [String]

    init() throws {
        template = try Village(.push)
        after = try template.first.content()
    }

    /// A real server over the village's data, and `strace` on it.
    private struct Traced {
        let server: Launched
        let tracer: Launched
        let url: String

        init(_ village: Village, _ words: [String]) throws {
            server = try Launched(
                [Tools.server, "serve", "--data", village.data, "--listen", "127.0.0.1:0"],
                in: village.folder, as: "server")
            url = try server.line("listening on ")
            // Not quiet: its first line says that it holds all threads.
            tracer = try Launched(
                words.filter { $0 != "-qq" } + ["-p", "\(server.id)"], in: village.folder,
                as: "strace")
            _ = try tracer.line("\(Tools.strace): Process \(server.id) attached", inErrors: true)
        }
    }

    func watch() throws -> [String] {
        let village = try template.copied()
        let log = village.folder.path("trace")
        let calls = Fault.calls.filter { $0 != "openat" }
        let traced = try Traced(
            village,
            [Tools.strace, "-f", "-o", log, "-e", "trace=" + calls.joined(separator: ",")])
        try village.move(to: traced.url)
        try village.first.ask("sync")
        try traced.tracer.end(by: SIGTERM)
        try village.heal(traced.url, expecting: after, "without a fault")
        return SeenCalls(log: log).calls
    }

    /// Whether the fault killed the server; it may do so after the answer.
    private func wasKilled(_ log: String, wasCut: Bool) -> Bool {
        for _ in 0..<(wasCut ? 1_000 : 50) {
            if FaultPoint.happened(log: log) { return true }
            usleep(1_000)
        }
        return false
    }

    func attempt(_ point: FaultPoint) throws -> Bool {
        let village = try template.copied()
        let log = village.folder.path("trace")
        let traced = try Traced(village, point.words(log: log))
        try village.move(to: traced.url)
        let answer = village.first.run(["sync"])
        let comment: Comment = "\(point): exit \(answer.status) \(answer.err)"
        #expect([0, 5].contains(answer.status), comment)
        if answer.status == 0 { #expect(try village.first.unsynced() == 0, comment) }
        if point.fault == .kill {
            // Who is traced has to go first: the tracer waits for it.
            let wasKilled = wasKilled(log, wasCut: answer.status != 0)
            try traced.server.end(by: SIGKILL)
            try traced.tracer.end()
            let served = try Served(village.data)
            try village.heal(served.url, expecting: after, comment)
            return wasKilled
        }
        try traced.tracer.end(by: SIGTERM)
        #expect(traced.server.isRunning, comment)
        // Without a restart.
        try village.heal(traced.url, expecting: after, comment)
        let ended = try traced.server.end(by: SIGTERM)
        #expect(ended.status == 0, "\(comment) \(ended.err)")
        return FaultPoint.happened(log: log)
    }
}
