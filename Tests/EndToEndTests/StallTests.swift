import Foundation
import Synchronization
import Testing

/// Servers that fall silent: who waits for them waits for a bounded time, and is told.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct StallTests {
    /// What `ServerClient` says, and as much again for a busy machine.
    private static let secondsMax = 32.0

    @Test func `silence at any point ends a command in bounded time with one sentence`() throws {
        let stage = try Stage()
        let faults = [Fault.deaf, .stall(0), .stall(10), .stall(150), .stall(-1)]
        let fresh = try Machine()
        let code = try stage.server.invite()
        var relays: [Relay] = []
        var machines = [fresh]
        let tries = DispatchGroup()
        let ends = Endings()
        func attempt(_ machine: Machine, _ command: [String]) {
            let (client, store) = (Programs.client, machine.store)
            DispatchQueue.global().async(group: tries) {
                let start = Date()
                let told = try? run(client, ["--store", store] + command)
                ends.append(told, command[0], Date().timeIntervalSince(start))
            }
        }
        // Each silence has a machine of its own, so that all are waited for at once.
        for fault in faults {
            let relay = try Relay(to: stage.server)
            relays.append(relay)
            let made = try stage.other.ask("device", "add")
            let machine = try Machine()
            try machine.ask(
                "login", relay.url, "--invite", #require(made["code"] as? String))
            machines.append(machine)
            try stage.note("by \(fault.name)", on: machine)
            relay.set(.fault(fault, on: "POST"))
            attempt(machine, ["sync"])
        }
        stage.relay.set(.fault(.stall(5), on: "/version"))
        attempt(fresh, ["login", stage.relay.url, "--invite", code, "--user", "fresh"])
        stage.relay.set(.fault(.stall(5), on: "/"))
        attempt(stage.ada, ["device", "list"])
        tries.wait()
        machines.removeAll()
        #expect(ends.all.count == faults.count + 2)
        for (told, command, seconds) in ends.all {
            let told = try #require(told)
            #expect(told.status == 5)
            #expect(told.err.contains(" does not answer\n"), "\(command): \(told.err)")
            #expect(told.err.contains("safe"))
            #expect(seconds < Self.secondsMax, "\(command)")
        }
        let longest = ends.all.map(\.2).max() ?? 0
        let tenths = Int(longest * 10)
        print(
            "net: \(ends.all.count) silences, the longest wait \(tenths / 10).\(tenths % 10) s"
        )
        for relay in relays { relay.close() }
    }

    private final class Endings: Sendable {
        private let kept = Mutex<[(Outcome?, String, Double)]>([])

        var all: [(Outcome?, String, Double)] { kept.withLock { $0 } }

        func append(_ told: Outcome?, _ command: String, _ seconds: Double) {
            kept.withLock { $0.append((told, command, seconds)) }
        }
    }
}
