import Glibc
import MemoryStorage
import Testing

@Suite struct SimulationTests {
    private static func setting(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    /// Schedules that have no end and no failure are run until the count or the time is used up.
    @Test func nothingIsLostAndAllAgreeUnderFaults() async throws {
        if let seed = Self.setting("SIM_SEED") {
            let plan = Plan(seed: seed)
            if let failure = Simulation.failure(plan, plan.steps) {
                Issue.record("\(Simulation.report(plan, failure))")
            }
            return
        }
        let count = Self.setting("SIM_SCHEDULES") ?? 20_000
        let start = Self.setting("SIM_START") ?? 1
        let seconds = Self.setting("SIM_SECONDS") ?? 150
        let workers: UInt64 = 2
        let most = Int(Self.setting("SIM_FAILURES") ?? 1)
        let end = ContinuousClock.now + .seconds(seconds)
        let audits = Self.setting("SIM_AUDIT") == 1
        let ran = await withTaskGroup(of: Tally.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var tally = Tally()
                    for seed in stride(from: start + worker, to: start + count, by: Int(workers)) {
                        let plan = Plan(seed: seed)
                        if let failure = Simulation.failure(
                            plan, plan.steps, audit: audits ? { tally.add($0) } : nil)
                        {
                            tally.failures.append(Simulation.report(plan, failure))
                        }
                        tally.count += 1
                        if tally.failures.count == most || ContinuousClock.now > end { break }
                    }
                    return tally
                }
            }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        print("\(ran.count) schedules")
        for (what, count) in ran.audit.sorted(by: { $0.key < $1.key }) { print(count, what) }
        for failure in ran.failures { Issue.record("\(failure)") }
        #expect(ran.count > 0)
    }

    /// What a worker has done.
    struct Tally: Sendable {
        var count = 0
        var failures: [String] = []
        var audit: [String: Int] = [:]

        mutating func add(_ audit: [String: Int]) { self.audit.merge(audit, uniquingKeysWith: +) }

        mutating func add(_ other: Tally) {
            count += other.count
            failures += other.failures
            add(other.audit)
        }
    }
}
