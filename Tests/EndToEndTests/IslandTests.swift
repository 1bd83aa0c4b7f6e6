import Foundation
import Testing

/// The two programs on either side of a real wire that is cut, loses packets, or carries little.
@Suite(
    .enabled(if: Programs.areBuilt, Programs.missing),
    .enabled(if: Islands.isPossible, Islands.notPossible))
struct IslandTests {
    /// Ada and Ben on the one side, in one set; the server on the other.
    private func pair() throws -> (islands: Islands, ada: Machine, ben: Machine) {
        let islands = try Islands()
        let (ada, ben) = (try Machine(), try Machine())
        for (machine, name) in [(ada, "ada"), (ben, "ben")] {
            let told = try islands.postil(
                machine, "login", islands.url, "--invite", islands.invite(), "--user", name,
                "--allow-insecure")
            #expect(told.status == 0, "\(told.err)")
        }
        try ada.ask("set", "new", "press")
        try ada.ask("add", ada.file("a.txt", Stage.text), "--set", "press")
        let made = try islands.postil(
            ada, "set", "invite", "press", "--role", "editor", "--json")
        let code = try #require(try made.json()["code"] as? String)
        #expect(try islands.postil(ben, "set", "join", code).status == 0)
        return (islands, ada, ben)
    }

    /// A text that takes some seconds over a slow wire, and does not get shorter by much.
    private func article(_ title: String, octets: Int, on machine: Machine) throws {
        var random = SplitMix64(seed: 7)
        var text = "\(title)\n\n"
        while text.utf8.count < octets {
            text +=
                String(random.next(), radix: 36) + " " + String(random.next(), radix: 36) + "\n\n"
        }
        try machine.ask("add", machine.file("long.txt", text), "--set", "press")
    }

    private func sync(_ islands: Islands, _ machines: Machine...) throws {
        for machine in machines {
            let told = try islands.postil(machine, "sync")
            #expect(told.status == 0, "\(told.err)")
        }
    }

    private func expectAgreed(_ ada: Machine, _ ben: Machine, notes: Int) throws {
        #expect(try ada.export("press") == ben.export("press"))
        for machine in [ada, ben] {
            #expect(try machine.items("list").count == notes)
            #expect(try machine.ask("status")["unsynced"] as? Int == 0)
        }
    }

    @Test func `a wire that is down costs a sentence, and is healed when it is up`() throws {
        let (islands, ada, ben) = try pair()
        try ada.ask("mark", "@@", "eelgrass", "-m", "before the cut")
        try islands.setWire(up: false)
        let told = try islands.postil(ada, "sync")
        #expect(told.status == 5)
        #expect(told.err.contains("cannot be reached") || told.err.contains("does not answer"))
        #expect(told.err.contains("safe here and will be sent next time"))
        try islands.setWire(up: true)
        try sync(islands, ada, ben)
        try expectAgreed(ada, ben, notes: 1)
    }

    @Test func `a sync goes on where the wire came back in time, and starts again where not`()
        throws
    {
        let (islands, ada, ben) = try pair()
        try article("Long Text", octets: 600_000, on: ada)
        try islands.limit(to: "2mbit")
        let isLong = ProcessInfo.processInfo.environment["NET_ROUNDS"] != nil
        for outage in isLong ? [1.5, 4, 13] : [1.5] {
            let run = try islands.start(ada, "sync")
            // Some of it is under way when the wire goes.
            let start = try islands.octetsCome()
            while run.isRunning, try islands.octetsCome() - start < 1_000 { usleep(10_000) }
            try islands.setWire(up: false)
            usleep(UInt32(outage * 1_000_000))
            try islands.setWire(up: true)
            run.waitUntilExit()
            #expect([0, 5].contains(run.terminationStatus))
            try ada.ask("mark", "Long Text", "Long", "-m", "after an outage of \(outage)")
        }
        try sync(islands, ada, ben)
        try expectAgreed(ada, ben, notes: isLong ? 3 : 1)
        #expect(try ben.postil("read", "Long Text").status == 0)
    }

    @Test(.enabled(if: Islands.canLosePackets, Islands.noFilter))
    func `a wire that loses a fifth of all packets doubles nothing`() throws {
        let (islands, ada, ben) = try pair()
        try islands.lose(20)
        var failures = 0
        for number in 0..<4 {
            try ada.ask("mark", "Sallow", "eelgrass", "-m", "ada \(number)")
            let runs = try [islands.start(ada, "sync"), islands.start(ben, "sync")]
            for run in runs {
                run.waitUntilExit()
                #expect([0, 5].contains(run.terminationStatus))
                if run.terminationStatus != 0 { failures += 1 }
            }
        }
        for machine in [ada, ben] {
            var tries = 1
            while try islands.postil(machine, "sync").status != 0, tries < 10 { tries += 1 }
        }
        print("net: 8 syncs over a wire that loses a fifth, \(failures) failed")
        try expectAgreed(ada, ben, notes: 4)
    }
}
