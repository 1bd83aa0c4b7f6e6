import Testing

extension Faults {
    /// Every system call that writes, of every command that changes a store: the program is killed
    /// there once, and the call fails there, once and for ever, as on a bad and on a full disk.
    @Suite(.serialized) struct LocalSweepTests {
        @Test(arguments: LocalCommand.all)
        func `whatever call fails, the store is as before or as after, and goes on`(
            command: LocalCommand
        ) async throws {
            let trial = try LocalTrial(command)
            let seen = try trial.watch()
            #expect(seen.calls.contains("pwrite64") && seen.calls.contains("write"))
            let points = Tally()
            try await inTwoLanes(seen.sweeps) { sweep, first in
                points.add(try sweep.run(from: first) { try trial.attempt($0) })
            }
            #expect(points.count > 30)
            Tools.say("\(command.name): \(points.count) faults, each call that writes")
        }
    }
}

/// One command, tried with one fault after the other.
private struct LocalTrial: Sendable {
    private let command: LocalCommand
    private let template: Folder
    private let before: [String]
    private let after: [String]

    init(_ command: LocalCommand) throws {
        self.command = command
        template = try command.makeFolder()
        let folder = try Folder(copyOf: template)
        let desk = Desk(store: folder.path("store"))
        before = try desk.content()
        let done = desk.run(command.words(in: folder))
        try #require(done.status == 0, "\(done.err)")
        after = try desk.content()
        try #require(command.isSilent || before != after)
    }

    /// Runs the command without a fault.
    func watch() throws -> SeenCalls {
        let folder = try Folder(copyOf: template)
        let log = folder.path("trace")
        let ended = try Launched(
            [
                Tools.strace, "-f", "-qq", "-o", log, "-e",
                "trace=" + Fault.calls.joined(separator: ","), Tools.client, "--store",
                folder.path("store"),
            ] + command.words(in: folder), in: folder, as: "watched"
        ).end()
        try #require(ended.status == 0, "\(ended.err)")
        return SeenCalls(log: log)
    }

    /// Runs the command with a fault, and looks what came of it; whether the fault happened.
    func attempt(_ point: FaultPoint) throws -> Bool {
        let folder = try Folder(copyOf: template)
        let log = folder.path("trace")
        let ended = try Launched(
            point.words(log: log) + [Tools.client, "--store", folder.path("store")]
                + command.words(in: folder), in: folder, as: "broken"
        ).end()
        let happened = FaultPoint.happened(log: log)
        if !happened { #expect(ended.status == 0, "\(command.name), \(point): \(ended.err)") }
        checkWords(ended, point)
        try checkStore(folder, ended, point)
        return happened
    }

    /// The exit status is a documented one, and the message a sentence that says what failed.
    private func checkWords(_ ended: Launched.Ended, _ point: FaultPoint) {
        if point.fault == .kill || ended.status == 0 { return }
        // Where writing itself fails, nothing can be said.
        if point.call == "write" { return #expect(ended.status == 1 || ended.status == 9) }
        let comment: Comment = "\(command.name), \(point): \(ended.status) \(ended.err)"
        #expect(ended.err.hasPrefix("error: ") && !ended.err.contains("atal"), comment)
        if point.call == "openat" {
            // SQLite tries to read where it may not write, and tells of the second try.
            let words = ["may not be written", "cannot be opened or made", "the disk", "No space"]
            #expect([1, 3, 9].contains(ended.status), comment)
            return #expect((words + ["Input/output"]).contains { ended.err.contains($0) }, comment)
        }
        // Of a sync or a journal's removal that failed, SQLite does not keep why.
        let isUnsaid = ["could not run COMMIT", "could not back up to"].contains {
            ended.err.contains($0)
        }
        if point.fault == .inputOutput || isUnsaid {
            let words = ["the disk failed", "Input/output error"]
            #expect(ended.status == 1 && words.contains { ended.err.contains($0) }, comment)
        } else {
            let words = ["the disk is full", "No space left"]
            #expect(ended.status == 9 && words.contains { ended.err.contains($0) }, comment)
        }
    }

    private func checkStore(
        _ folder: Folder, _ ended: Launched.Ended, _ point: FaultPoint
    ) throws {
        let desk = Desk(store: folder.path("store"))
        let found = try desk.content()
        #expect(
            found == after || (ended.status != 0 && found == before),
            "\(command.name), \(point), exit \(ended.status): \(found)")
        try checkFile(folder, ended, point)
        // The same command again, then one that always can be given.
        let again = desk.run(
            command.words(in: folder) + (command.name == "export" ? ["--force"] : []))
        #expect(
            again.status == 0 || (found == after && again.status == 3),
            "\(command.name), \(point): \(again.err)")
        let other = desk.run(["add", folder.path("heron.txt")])
        #expect(other.status == 0, "\(command.name), \(point): \(other.err)")
        let problems = try desk.check()
        #expect(problems.isEmpty, "\(command.name), \(point): \(problems)")
    }

    /// An exported file is whole or not there, and nothing lies beside it.
    private func checkFile(
        _ folder: Folder, _ ended: Launched.Ended, _ point: FaultPoint
    ) throws {
        guard command.name == "export" else { return }
        let path = folder.path("out.jsonl")
        let whole = try Desk(store: folder.path("store")).ask("export")
        if Files.exists(path) {
            #expect(Files.text(path) == whole, "\(command.name), \(point)")
        } else {
            #expect(ended.status != 0, "\(command.name), \(point)")
        }
        if !ended.wasKilled && point.call != "unlink" {
            let beside = try folder.names().filter { $0.contains(".part") }
            #expect(beside.isEmpty, "\(command.name), \(point): \(beside)")
        }
    }
}
