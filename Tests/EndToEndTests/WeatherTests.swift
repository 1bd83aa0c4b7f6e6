import Foundation
import Testing

/// Several machines write and sync for many rounds while the network and the server do what they
/// like: all that was written is everywhere in the end, once.
///
/// `NET_ROUNDS` and `NET_SEED` choose a longer run and a run again.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct WeatherTests {
    private static let variables = ProcessInfo.processInfo.environment
    private static let rounds = variables["NET_ROUNDS"].flatMap { Int($0) } ?? 12
    private static let seed =
        variables["NET_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)

    @Test func `nothing is lost and nothing is twice after any weather`() throws {
        let journey = try Journey(seed: Self.seed)
        for round in 0..<Self.rounds { try journey.round(round) }
        try journey.close()
        print(
            "net: weather of seed \(Self.seed): \(Self.rounds) rounds, \(journey.written) changes, "
                + "\(journey.syncs) syncs, \(journey.failures) failed, "
                + "\(journey.kills) kills of the server, faults \(journey.faults)")
    }
}

/// Three machines of two people, each behind a relay with a weather of its own.
private final class Journey {
    private let seed: UInt64
    private var random: SplitMix64
    private let server: LiveServer
    private let relays: [Relay]
    private let machines: [Machine]
    /// By id, what a note says that a machine wrote and goes on writing.
    private var notes: [[String: String]]
    private var titles = ["Sallow Quay"]
    private var drawn: [String: Int] = [:]
    private(set) var written = 0
    private(set) var syncs = 0
    private(set) var failures = 0
    private(set) var kills = 0

    var faults: String {
        drawn.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    init(seed: UInt64) throws {
        self.seed = seed
        random = SplitMix64(seed: seed)
        let server = try LiveServer()
        self.server = server
        relays = try (0..<3).map { _ in try Relay(to: server) }
        machines = try (0..<3).map { _ in try Machine() }
        notes = [[:], [:], [:]]
        let (ada, desk, ben) = (machines[0], machines[1], machines[2])
        try ada.ask("login", relays[0].url, "--invite", server.invite(), "--user", "ada")
        try ben.ask("login", relays[2].url, "--invite", server.invite(), "--user", "ben")
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Stage.text), "--set", "press")
        let invite = try ada.ask("set", "invite", "press", "--role", "editor")
        try ben.ask("set", "join", #require(invite["code"] as? String))
        let code = try #require(try ada.ask("device", "add")["code"] as? String)
        try desk.ask("login", relays[1].url, "--invite", code)
        for machine in machines { try machine.ask("sync") }
    }

    func round(_ number: Int) throws {
        for place in machines.indices {
            for _ in 0...random.next(below: 2) { try write(place, number) }
        }
        let weathers = relays.enumerated().map { place, relay in
            let weather = Weather(
                seed: seed &+ UInt64(number * 3 + place) &* 7_919, kill: server.killer())
            relay.set(.weather(weather))
            return weather
        }
        // All at once, so that faults of one machine meet requests of another.
        let runs = try machines.map { try $0.start("sync") }
        for run in runs {
            run.waitUntilExit()
            syncs += 1
            let isSound = run.terminationReason == .exit && [0, 5].contains(run.terminationStatus)
            #expect(isSound, "\(run.terminationStatus) in round \(number) of seed \(seed)")
            if run.terminationStatus != 0 { failures += 1 }
        }
        for weather in weathers {
            drawn.merge(weather.counts) { $0 + $1 }
            if let count = weather.counts["server killed"], count > 0 { kills += 1 }
        }
        if weathers.contains(where: { $0.counts["server killed"] != nil }) {
            server.stop(SIGKILL)
            try server.start()
        }
        for relay in relays { relay.set(.pass) }
    }

    private func write(_ place: Int, _ number: Int) throws {
        written += 1
        let machine = machines[place]
        let text = "\(place)-\(number)-\(written)"
        let mine = notes[place].keys.sorted()
        switch random.next(below: 8) {
        case 0:
            let title = "Article \(text)"
            let line = "The port keeps its water and its patience, \(text).\n\n"
            let octets = "\(title)\n\n" + String(repeating: line, count: 1_500)
            try machine.ask("add", machine.file("\(text).txt", octets), "--set", "press")
            titles.append(title)
        case 1, 2, 3:
            guard let id = mine.isEmpty ? nil : mine[Int(random.next(below: UInt64(mine.count)))]
            else { fallthrough }
            try machine.ask("edit", id, "-m", "\(notes[place][id] ?? "") \(text)")
            notes[place][id, default: ""] += " \(text)"
        default:
            let made = try machine.ask("mark", "Sallow", "eelgrass", "-m", text)
            notes[place][try #require(made["id"] as? String)] = text
        }
    }

    /// All machines have what was written, and the server is sound.
    func close() throws {
        let seeded: Comment = "seed \(seed)"
        for machine in machines + machines { try machine.ask("sync") }
        let all = notes.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        let export = try machines[0].export("press")
        for machine in machines {
            var found: [String: String] = [:]
            for item in try machine.items("list") {
                let id = try #require(item["id"] as? String)
                #expect(found[id] == nil, seeded)
                found[id] = (item["body"] as? [String: Any])?["value"] as? String
            }
            #expect(found == all, seeded)
            let docs = try machine.items("docs").compactMap { $0["title"] as? String }
            #expect(docs.sorted() == titles.sorted(), seeded)
            for title in titles {
                #expect(try machine.postil("read", title).status == 0, "\(title), seed \(seed)")
            }
            #expect(try machine.ask("status")["unsynced"] as? Int == 0, seeded)
            #expect(try machine.export("press") == export, seeded)
        }
        for relay in relays { relay.close() }
        server.stop()
        let check = try run(
            Programs.server, ["admin", "check", "--data", server.folder.path("data")])
        #expect(check.status == 0, "\(check.out)\(check.err)")
    }
}
