import CommandLine
import Glibc
import JSON
import Testing

extension Faults {
    /// Clients are killed at moments that nobody chose.
    @Suite(.serialized) struct RandomKillTests {
        @Test func `a client killed at any moment leaves each note whole, once, or not at all`()
            async throws
        {
            let kills = Tools.number("FAULT_KILLS", usually: 100)
            let seed = UInt64(Tools.number("FAULT_SEED", usually: 7))
            let done = (killed: Tally(), acknowledged: Tally())
            try await inTwoLanes([0, 1]) { lane in
                try Self.kill(kills / 2, seed: seed &+ UInt64(lane), done.killed, done.acknowledged)
            }
            #expect(done.killed.count >= kills / 2 * 2)
            #expect(done.acknowledged.count > 0)
            Tools.say(
                "\(done.killed.count) clients killed, \(done.acknowledged.count) commands "
                    + "acknowledged meanwhile, seed \(seed)")
        }

        /// One store, written to until so many were killed.
        private static func kill(
            _ kills: Int, seed: UInt64, _ killed: Tally, _ acknowledged: Tally
        ) throws {
            let folder = try Folder()
            let desk = Desk(store: folder.path("store"))
            try desk.ask("add", folder.file("quay.txt", "Sallow Quay\n\nThe eelgrass came back.\n"))
            var random = SplitMix64(seed: seed)
            var told: [String] = []
            var begun = 0
            var count = 0
            while count < kills {
                let text = "note \(begun)"
                begun += 1
                let client = try Launched(
                    [
                        Tools.client, "--store", desk.store, "mark", "@@", "eelgrass", "-m", text,
                    ], in: folder, as: "client")
                usleep(UInt32(random.below(12_000)))
                let ended = try client.end(by: SIGKILL)
                if ended.wasKilled {
                    count += 1
                } else {
                    #expect(ended.status == 0, "\(ended.err)")
                    told.append(text)
                }
                if begun % 25 == 0 { try check(desk, told, begun) }
            }
            try check(desk, told, begun)
            killed.add(count)
            acknowledged.add(told.count)
        }

        private static func check(_ desk: Desk, _ told: [String], _ begun: Int) throws {
            let notes = try desk.json("list").array("items").compactMap {
                $0["body"]?["value"]?.string
            }
            #expect(Set(notes).count == notes.count)
            #expect(Set(told).isSubset(of: notes))
            #expect(Set(notes).isSubset(of: (0..<begun).map { "note \($0)" }))
            #expect(try desk.unsynced() == notes.count + 1)
            let problems = try desk.check()
            #expect(problems.isEmpty, "\(problems)")
        }
    }
}
