import Testing

extension Faults {
    /// Every call that writes or sends, of a sync that pushes and of one that pulls.
    @Suite(.serialized) struct SyncSweepTests {
        @Test(arguments: Village.Errand.allCases)
        func `whatever call of a client fails, the next sync brings all to all, once`(
            errand: Village.Errand
        ) async throws {
            let trial = try SyncTrial(errand)
            let seen = try trial.watch()
            #expect(seen.calls.contains("sendto") || seen.calls.contains("sendmsg"))
            let points = Tally()
            try await inTwoLanes(seen.sweeps) { sweep, first in
                points.add(try sweep.run(from: first) { try trial.attempt($0) })
            }
            #expect(points.count > 100)
            Tools.say("a sync with something to \(errand): \(points.count) faults of the client")
        }
    }
}

/// One errand, tried with one fault of the client after the other.
private struct SyncTrial: Sendable {
    private let errand: Village.Errand
    private let template: Village
    private let before: [String]
    private let after: [String]

    init(_ errand: Village.Errand) throws {
        self.errand = errand
        template = try Village(errand)
        before = try Self.desk(template, errand).content()
        after = try template.first.content()
    }

    private static func desk(_ village: Village, _ errand: Village.Errand) -> Desk {
        errand == .push ? village.first : village.second
    }

    func watch() throws -> SeenCalls {
        let village = try template.copied()
        let served = try Served(village.data)
        try village.move(to: served.url)
        let log = village.folder.path("trace")
        let words = [
            Tools.strace, "-f", "-qq", "-o", log, "-e",
            "trace=" + Fault.calls.joined(separator: ","),
        ]
        let ended = try sync(village, under: words)
        try #require(ended.status == 0, "\(ended.err)")
        try village.heal(served.url, expecting: after, "without a fault")
        return SeenCalls(log: log)
    }

    private func sync(_ village: Village, under words: [String]) throws -> Launched.Ended {
        let store = Self.desk(village, errand).store
        return try Launched(
            words + [Tools.client, "--store", store, "sync"], in: village.folder, as: "sync"
        ).end()
    }

    func attempt(_ point: FaultPoint) throws -> Bool {
        let village = try template.copied()
        let served = try Served(village.data)
        try village.move(to: served.url)
        let log = village.folder.path("trace")
        let ended = try sync(village, under: point.words(log: log))
        let comment: Comment = "\(errand), \(point): exit \(ended.status) \(ended.err)"
        let happened = FaultPoint.happened(log: log)
        if !happened { #expect(ended.status == 0, comment) }
        let desk = Self.desk(village, errand)
        let found = try desk.content()
        #expect(found == after || (ended.status != 0 && found == before), comment)
        if ended.status == 0 { #expect(try desk.unsynced() == 0, comment) }
        if point.fault != .kill, ended.status != 0 {
            #expect([1, 3, 5, 9].contains(ended.status), comment)
            #expect(point.call == "write" || ended.err.hasPrefix("error: "), comment)
        }
        try village.heal(served.url, expecting: after, comment)
        return happened
    }
}
