import Foundation
import Glibc
import Synchronization
import Testing

/// Whoever is killed in the middle of a sync, again and again: nothing is lost, nothing is twice.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct KillTests {
    private static let text = "Sallow Quay\n\nNobody asked the eelgrass. It came back anyway.\n"
    /// How many octets pass until somebody is killed: in a head, in a body, in an answer.
    private static let moments = (0..<20).map { 60 + $0 * $0 * 11 }
    /// The same again and again, as often as the long form says; each a few octets later.
    private static let serverMoments: [Int] = {
        let said = ProcessInfo.processInfo.environment["FAULT_SERVER_KILLS"].flatMap { Int($0) }
        return (0..<max(1, said ?? 20)).map { moments[$0 % 20] + $0 / 20 * 7 }
    }()

    private struct Story {
        let server: LiveServer
        let relay: Relay
        let ada: Machine
        let other: Machine

        init() throws {
            server = try LiveServer()
            relay = try Relay(to: server)
            (ada, other) = (try Machine(), try Machine())
            try ada.ask("login", relay.url, "--invite", server.invite(), "--user", "ada")
            try ada.ask("add", ada.file("a.txt", KillTests.text))
            try ada.ask("sync")
            let code = try #require(try ada.ask("device", "add")["code"] as? String)
            try other.ask("login", server.url, "--invite", code)
        }

        /// The end of every story: all notes are on both machines, once.
        func close(notes: [String]) throws {
            relay.set(.pass)
            try ada.ask("sync")
            try other.ask("sync")
            try ada.ask("sync")
            #expect(try ada.ask("status")["unsynced"] as? Int == 0)
            for machine in [ada, other] {
                let texts = try machine.items("list").map {
                    ($0["body"] as? [String: Any])?["value"] as? String ?? ""
                }
                #expect(texts.sorted() == notes.sorted())
            }
            #expect(try ada.export("personal") == other.export("personal"))
            relay.close()
            server.stop()
            let check = try run(
                Programs.server, ["admin", "check", "--data", server.folder.path("data")])
            #expect(check.status == 0, "\(check.out)\(check.err)")
        }
    }

    @Test func `a server that is killed in mid-sync twenty times has all that it acknowledged`()
        throws
    {
        let story = try Story()
        var notes: [String] = []
        var failures = 0
        for (number, moment) in Self.serverMoments.enumerated() {
            notes.append("before kill \(number), after \(moment)")
            try story.ada.ask("mark", "@@", "eelgrass", "-m", notes[notes.count - 1])
            story.relay.set(.strike(after: moment, story.server.killer()))
            let outcome = try story.ada.postil("sync")
            #expect([0, 5].contains(outcome.status), "\(outcome.err)")
            if outcome.status == 5 {
                failures += 1
                #expect(outcome.err.contains("safe here and will be sent next time"))
                #expect(outcome.out.isEmpty)
            }
            story.server.stop(SIGKILL)
            try story.server.start()
        }
        #expect(failures > 5)
        try story.close(notes: notes)
        let line = "faults: \(Self.serverMoments.count) servers killed in mid-sync\n"
        FileHandle.standardOutput.write(Data(line.utf8))
    }

    @Test func `a client that is killed in mid-sync twenty times has all that it wrote`() throws {
        let story = try Story()
        var notes: [String] = []
        var kills = 0
        for moment in Self.moments {
            notes.append("before kill \(moment)")
            try story.ada.ask("mark", "@@", "eelgrass", "-m", notes[notes.count - 1])
            let started = DispatchSemaphore(value: 0)
            let victim = Victim()
            story.relay.set(
                .strike(after: moment) {
                    started.wait()
                    started.signal()
                    victim.kill()
                })
            let process = try story.ada.start("sync")
            victim.set(process.processIdentifier)
            started.signal()
            process.waitUntilExit()
            if process.terminationReason == .uncaughtSignal { kills += 1 }
        }
        #expect(kills > 5)
        try story.close(notes: notes)
    }
}

/// A process that may be killed from another thread.
private final class Victim: Sendable {
    private let number = Mutex<Int32>(0)

    func set(_ number: Int32) { self.number.withLock { $0 = number } }

    func kill() {
        let number = number.withLock { $0 }
        if number > 0 { Glibc.kill(number, SIGKILL) }
    }
}
