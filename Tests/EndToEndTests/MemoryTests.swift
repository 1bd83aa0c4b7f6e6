import Foundation
import Testing

/// What a client takes of memory when an answer is made to take all of it.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct MemoryTests {
    /// The most that a client may ever hold, in KiB: an answer of 32 MiB, twice while it grows, and
    /// what the program has by itself.
    private static let peakMax = 160 << 10

    /// A program's outcome, and its peak of resident memory in KiB.
    ///
    /// Asked through a small process: a child starts with the peak of the one that made it.
    private func measured(_ machine: Machine, _ arguments: [String]) throws -> (Outcome, Int) {
        let script = """
            import os, resource, sys
            status = os.spawnv(os.P_WAIT, sys.argv[2], sys.argv[2:])
            with open(sys.argv[1], "w") as peak:
                peak.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
            sys.exit(status if status >= 0 else 255)
            """
        let path = machine.folder.path("peak")
        let client = try #require(Programs.client)
        let outcome = try run(
            "/usr/bin/python3",
            ["-c", script, path, client, "--store", machine.store] + arguments)
        let peak = try String(contentsOfFile: path, encoding: .utf8)
        return (outcome, try #require(Int(peak)))
    }

    @Test func `no answer makes a client hold more than a few answers' worth`() throws {
        let stage = try Stage()
        try stage.note("once", on: stage.ada)
        let (_, usual) = try measured(stage.ada, ["status"])
        var peaks: [Int] = []
        let faults =
            [
                Fault.endlessHead, .endlessInterim, .endlessChunks, .endlessBody, .hugeLength,
            ] + Fault.bombs
        for fault in faults {
            for (words, command) in [("/v1/sync", "sync"), ("/v1/devices", "device list")] {
                stage.relay.set(.fault(fault, on: words))
                let command = command.split(separator: " ").map(String.init)
                let (told, peak) = try measured(stage.ada, command)
                #expect(told.status == 5, "\(fault.name): \(told.err)")
                #expect(peak < Self.peakMax, "\(fault.name): \(peak) KiB")
                peaks.append(peak)
            }
        }
        try stage.article("Down the line", on: stage.other)
        try stage.other.ask("sync")
        for fault in faults.prefix(5) {
            stage.relay.set(.fault(fault, on: "GET /v1/sets"))
            let (told, peak) = try measured(stage.ada, ["sync"])
            #expect(told.status == 5, "\(fault.name): \(told.err)")
            #expect(peak < Self.peakMax, "\(fault.name): \(peak) KiB")
            peaks.append(peak)
        }
        print(
            "net: peaks of \(peaks.count) commands: \(peaks.max() ?? 0) KiB, usually \(usual) KiB")
        try stage.close()
    }
}
