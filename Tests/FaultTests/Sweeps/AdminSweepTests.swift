import Storage
import Testing

extension Faults {
    /// Every call that writes, of what an admin does to a server's folder.
    @Suite(.serialized) struct AdminSweepTests {
        @Test(arguments: AdminCommand.allCases)
        func `whatever call fails, it is done or not done, and can be done again`(
            command: AdminCommand
        ) async throws {
            let trial = try AdminTrial(command)
            let seen = try trial.watch()
            let points = Tally()
            try await inTwoLanes(seen.sweeps) { sweep, first in
                points.add(try sweep.run(from: first) { try trial.attempt($0) })
            }
            #expect(points.count > 30)
            Tools.say("admin \(command): \(points.count) faults, each call that writes")
        }
    }
}

/// What an admin does.
enum AdminCommand: String, CaseIterable, Sendable {
    case invite
    case backup
    case restore
    case compact
}

/// One of them, tried with one fault after the other.
private struct AdminTrial: Sendable {
    private let command: AdminCommand
    private let template: Village
    private let counts: ServerStore.Counts

    init(_ command: AdminCommand) throws {
        self.command = command
        template = try Village(.pull)
        counts = try Served.open(template.data).counts()
    }

    private func words(_ village: Village) -> [String] {
        switch command {
        case .invite: ["admin", "invite", "--data", village.data]
        case .backup: ["admin", "backup", village.folder.path("copy"), "--data", village.data]
        case .restore: ["admin", "restore", village.data, "--data", village.folder.path("copy")]
        case .compact:
            [
                "admin", "compact", village.folder.path("copy"), "--keep", "0", "--data",
                village.data,
            ]
        }
    }

    private func run(_ village: Village, under words: [String]) throws -> Launched.Ended {
        try Launched(
            words + [Tools.server] + self.words(village), in: village.folder, as: "admin"
        ).end()
    }

    func watch() throws -> SeenCalls {
        let village = try template.copied()
        let log = village.folder.path("trace")
        let calls = Fault.calls.joined(separator: ",")
        let ended = try run(
            village, under: [Tools.strace, "-f", "-qq", "-o", log, "-e", "trace=\(calls)"])
        try #require(ended.status == 0, "\(ended.err)")
        return SeenCalls(log: log)
    }

    func attempt(_ point: FaultPoint) throws -> Bool {
        let village = try template.copied()
        let log = village.folder.path("trace")
        let ended = try run(village, under: point.words(log: log))
        let comment: Comment = "\(command), \(point): exit \(ended.status) \(ended.err)"
        let happened = FaultPoint.happened(log: log)
        if !happened { #expect(ended.status == 0, comment) }
        if point.fault != .kill, ended.status != 0, point.call != "write" {
            #expect(ended.err.hasPrefix("error: "), comment)
            #expect([1, 3, 9].contains(ended.status), comment)
        }
        let problems = try Served.open(village.data).check(deep: true)
        #expect(problems.isEmpty, "\(comment) \(problems)")
        #expect(try Served.open(village.data).counts() == counts, comment)
        switch command {
        case .invite: try checkInvite(village, ended, comment)
        case .backup, .restore: try checkCopy(village, ended, comment)
        case .compact:
            try checkCopy(village, ended, comment)
            try checkCut(village, comment)
        }
        return happened
    }

    private func checkInvite(
        _ village: Village, _ ended: Launched.Ended, _ comment: Comment
    ) throws {
        let invites = try Served.open(village.data).read { try $0.invites().count }
        let before = try Served.open(template.data).read { try $0.invites().count }
        #expect(invites == before + 1 || (ended.status != 0 && invites == before), comment)
        _ = try Served.invite(village.data)
    }

    /// However far the logs were cut, the same command cuts them to their ends.
    private func checkCut(_ village: Village, _ comment: Comment) throws {
        let again = try run(village, under: [])
        #expect(again.status == 0, "\(comment) and again: \(again.err)")
        let problems = try Served.open(village.data).survey().findings
        #expect(problems.isEmpty, "\(comment) \(problems)")
        let more = try run(village, under: [])
        #expect(more.out.contains("nothing to cut"), "\(comment): \(more.out)")
    }

    /// The copy is whole or not there; where it is not, the same command makes it.
    private func checkCopy(
        _ village: Village, _ ended: Launched.Ended, _ comment: Comment
    ) throws {
        let path = village.folder.path("copy")
        var isThere = Files.exists(path + "/server.db")
        #expect(isThere || ended.status != 0, comment)
        if !isThere {
            let again = try run(village, under: [])
            #expect(again.status == 0, "\(comment) and again: \(again.err)")
            isThere = again.status == 0
        }
        guard isThere else { return }
        let copy = try Served.open(path)
        #expect(try copy.counts() == counts, comment)
        let problems = try copy.check(deep: true)
        #expect(problems.isEmpty, "\(comment) \(problems)")
        let hasNewEpoch = try copy.epoch() != Served.open(village.data).epoch()
        #expect(hasNewEpoch == (command == .restore), comment)
    }
}
