import AnnotationModel
import Glibc
import Storage
import Testing

extension Faults {
    /// The power goes at every moment of a story, and leaves of what was not synced what luck will.
    @Suite(.serialized) struct PowerLossTests {
        private static let states = Tools.number("FAULT_STATES", usually: 10_000)
        private static let seed = UInt64(Tools.number("FAULT_SEED", usually: 7))

        @Test func `whatever a power loss leaves, all that was acknowledged is in it`() async throws
        {
            let client = try [
                ClientStory(.nothing), ClientStory(.longLog), ClientStory(.notes, failing: [2, 8]),
            ]
            let server = try ServerStory()
            let kinds = client.count + 1
            var losses: [PowerLoss] = []
            for rule in Disk.Names.allCases {
                losses += client.map { $0.loss(rule, seed: Self.seed) }
                losses.append(server.loss(rule, seed: Self.seed))
            }
            let each = Self.states / (kinds * 2)
            let clock = ContinuousClock()
            let start = clock.now
            try await inTwoLanes(losses) { try $0.run(states: each) }
            Tools.say(
                "\(each * losses.count) states after a power loss, seed \(Self.seed), "
                    + "in \(clock.now - start)")
        }
    }
}

/// Commands of one person, recorded, with what the store held after each.
struct ClientStory: Sendable {
    private let name: String
    private let recording: Recording
    /// The state after each command; first that before them.
    private let exports: [String]
    private let files: [[String: String]]

    private static let fileNames = ["out.jsonl"]

    /// - Parameter failing: the numbers of commands in which a sync of the disk fails.
    init(_ before: LocalCommand.Before, failing: Set<Int> = []) throws {
        let command = LocalCommand(name: "", before: before, words: [])
        let folder = try command.makeFolder()
        let desk = Desk(store: folder.path("store"))
        var recording = try Recording(folder, below: "store")
        var exports = [try desk.ask("export")]
        var files: [[String: String]] = [[:]]
        let out = folder.path("store/out.jsonl")
        let story = [
            ["add", folder.path("quay.txt")], ["mark", "Sallow", "anyway", "-m", "one two"],
            ["mark", "Sallow", "Nobody", "-t", "old"], ["edit", "@", "-m", "one two three"],
            ["tag", "@", "+new", "-old"], ["export", "-o", out], ["reply", "@", "-m", "why?"],
            ["rm", "@"], ["undo"], ["export", "-o", out, "--force"],
            ["add", folder.path("heron.txt")], ["rm", "@@"], ["undo"],
        ]
        for (index, words) in story.enumerated() {
            let log = folder.path("trace-\(index)")
            let isToFail = failing.contains(index)
            let traced =
                Recording.words(log: log)
                + (isToFail ? ["-e", "inject=fdatasync:error=EIO:when=1"] : [])
                + [Tools.client, "--store", folder.path("store")] + words
            let ended = try Launched(traced, in: folder, as: "step").end()
            recording.take(log: log)
            try #require((ended.status != 0) == isToFail, "\(words): \(ended.err)")
            if isToFail { continue }
            recording.acknowledge()
            exports.append(try desk.ask("export"))
            files.append(Files.exists(out) ? ["out.jsonl": Files.text(out)] : [:])
        }
        name = "a client's store, from \(before)\(failing.isEmpty ? "" : ", with failed syncs")"
        self.recording = recording
        self.exports = exports
        self.files = files
    }

    func loss(_ rule: Disk.Names, seed: UInt64) -> PowerLoss {
        PowerLoss(name: name, recording: recording, rule: rule, seed: seed) {
            try look($0, $1, $2)
        }
    }

    private func look(_ folder: String, _ acknowledged: Int, _ state: Int) throws {
        struct Wrong: Error { let what: String }
        let desk = Desk(store: folder)
        let export = try desk.ask("export")
        let possible = exports[acknowledged...].prefix(2)
        guard possible.contains(export) else {
            let held = exports.lastIndex(of: export).map { "what command \($0) left" }
            throw Wrong(what: "after \(acknowledged) commands: \(held ?? export)")
        }
        for name in Self.fileNames {
            let found = Files.exists(folder + "/" + name) ? Files.text(folder + "/" + name) : nil
            guard files[acknowledged...].prefix(2).contains(where: { $0[name] == found }) else {
                throw Wrong(what: "\(name) after \(acknowledged) commands: \(found ?? "not there")")
            }
        }
        let store = try desk.opened()
        let problems = try store.check(deep: true)
        guard problems.isEmpty else { throw Wrong(what: "\(problems)") }
        try store.write { try $0.putSetting(.deviceName, [UInt8(truncatingIfNeeded: state)]) }
        if state % 16 == 0, export.contains("Sallow") {
            try desk.ask("mark", "Sallow", "eelgrass")
        }
    }
}

/// Pushes to a server, recorded, with how long its log was after each.
struct ServerStory: Sendable {
    private let recording: Recording
    private let before: Int
    private let pushes: Int

    init() throws {
        let village = try Village(.push)
        var recording = try Recording(village.folder, below: "data")
        before = try Served.open(village.data).counts().records
        let log = village.folder.path("trace")
        let server = try Launched(
            Recording.words(log: log) + [
                Tools.server, "serve", "--data", village.data, "--listen", "127.0.0.1:0",
            ], in: village.folder, as: "server")
        try village.move(to: server.line("listening on "))
        var pushes = 0
        while pushes < 12 {
            try village.first.ask("mark", "Sallow", "eelgrass", "-m", "note \(pushes)")
            try village.first.ask("sync")
            pushes += 1
        }
        let last = try Served.open(village.data).counts().records
        kill(try #require(server.child), SIGTERM)
        try server.end()
        let answers = recording.take(log: log, acknowledgesAnswers: true)
        self.recording = recording
        self.pushes = last - before
        Tools.say("\(answers) answers, \(last - before) records")
    }

    func loss(_ rule: Disk.Names, seed: UInt64) -> PowerLoss {
        PowerLoss(name: "a server's store", recording: recording, rule: rule, seed: seed) {
            try look($0, $1, $2)
        }
    }

    private func look(_ folder: String, _ acknowledged: Int, _ state: Int) throws {
        struct Wrong: Error { let what: String }
        let store = try Served.open(folder)
        let records = try store.counts().records - before
        guard records >= min(acknowledged, pushes), records <= pushes else {
            throw Wrong(what: "\(records) records after \(acknowledged) answers")
        }
        let problems = try store.check(deep: true)
        guard problems.isEmpty else { throw Wrong(what: "\(problems)") }
        try store.write { try $0.appendAudit(action: "a", by: .none, detail: "", now: 1) }
    }
}
