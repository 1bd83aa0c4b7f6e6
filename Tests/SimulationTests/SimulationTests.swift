import Dispatch
import Glibc
import MemoryStorage
import Synchronization
import Testing

/// Schedules that have no end and no failure are run until the count or the time is used up.
@Suite(.serialized) struct SimulationTests {
    @Test func nothingIsLostAndAllAgreeUnderFaults() async throws {
        if let seed = Setting.number("SIM_SEED") {
            let plan = Plan(
                seed: seed, profile: Self.profile, medium: Self.medium(of: seed))
            if let failure = Simulation.failure(plan, plan.steps) {
                Issue.record("\(Simulation.report(plan, failure))")
            }
            return
        }
        await run(
            "in memory", count: Setting.number("SIM_SCHEDULES") ?? 60_000,
            seconds: Setting.number("SIM_SECONDS") ?? 70, Self.medium)
    }

    @Test(.enabled(if: Setting.number("SIM_SEED") == nil))
    func nothingIsLostAndAllAgreeOnSQLite() async throws {
        await run(
            "on SQLite", count: Setting.number("SIM_SQLITE") ?? 5_000,
            seconds: Setting.number("SIM_SECONDS") ?? 60
        ) { _ in .sqlite }
    }

    /// One schedule of a hundred has real hashes and signatures.
    private static func medium(of seed: UInt64) -> Medium {
        switch Setting.text("SIM_MEDIUM") {
        case "sqlite": .sqlite
        case "crypto": .crypto
        case "memory": .memory
        default: seed % 100 == 0 ? .crypto : .memory
        }
    }

    /// The one profile that is asked for.
    fileprivate static var profile: Plan.Profile? {
        Plan.Profile.allCases.first { "\($0)" == Setting.text("SIM_PROFILE") }
    }

    private func run(
        _ name: String, count: UInt64, seconds: UInt64,
        _ medium: @escaping @Sendable (UInt64) -> Medium
    ) async {
        let start = Setting.number("SIM_START") ?? 1
        let audits = Setting.number("SIM_AUDIT") == 1
        let begin = ContinuousClock.now
        let share = Share(
            name: name, seeds: start..<start + count, end: begin + .seconds(seconds),
            workers: max(1, Int(Setting.number("SIM_WORKERS") ?? 2)), audits: audits)
        let ran = await share.run(medium)
        print("\(ran.count) schedules \(name) from seed \(start), \(ContinuousClock.now - begin)")
        for (what, count) in ran.audit.sorted(by: { $0.key < $1.key }) { print(count, what) }
        if audits { for what in Audit.unreached(ran.audit) { print("never:", what) } }
        for failure in ran.failures { Issue.record("\(failure)") }
        #expect(ran.count > 0 || count == 0)
    }

    /// What all workers together have to do.
    private struct Share: Sendable {
        let name: String
        let seeds: Range<UInt64>
        let end: ContinuousClock.Instant
        let workers: Int
        let audits: Bool

        /// Works on threads of its own: those that tests run on may be taken by others for long.
        func run(_ medium: @escaping @Sendable (UInt64) -> Medium) async -> Tally {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: name).async {
                    let all = Mutex(Tally())
                    let progress = Progress(name)
                    DispatchQueue.concurrentPerform(iterations: workers) { worker in
                        let tally = work(worker, progress, medium)
                        all.withLock { $0.add(tally) }
                    }
                    continuation.resume(returning: all.withLock { $0 })
                }
            }
        }

        private func work(
            _ worker: Int, _ progress: Progress, _ medium: (UInt64) -> Medium
        ) -> Tally {
            let journal = Journal("\(name.filter { $0 != " " })-\(worker)")
            let most = Int(Setting.number("SIM_FAILURES") ?? 1)
            var tally = Tally()
            for seed in stride(
                from: seeds.lowerBound + UInt64(worker), to: seeds.upperBound, by: workers)
            {
                let plan = Plan(
                    seed: seed, profile: SimulationTests.profile, medium: medium(seed))
                journal.note(plan)
                if let failure = Simulation.failure(
                    plan, plan.steps, audit: audits ? { tally.add($0) } : nil)
                {
                    tally.failures.append(Simulation.report(plan, failure))
                }
                tally.count += 1
                progress.note(seed)
                if tally.failures.count == most || ContinuousClock.now > end { break }
            }
            return tally
        }
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

/// Tells whoever waits, once a minute, how far a run is; a class because all workers count on it.
private final class Progress: Sendable {
    private let name: String
    private let begin = ContinuousClock.now
    private let count = Atomic<Int>(0)
    private let minutes = Atomic<Int64>(0)

    init(_ name: String) {
        self.name = name
    }

    func note(_ seed: UInt64) {
        let done = count.add(1, ordering: .relaxed).newValue
        let seconds = (ContinuousClock.now - begin).components.seconds
        let minute = seconds / 60
        let told = minutes.load(ordering: .relaxed)
        guard minute > told,
            minutes.compareExchange(expected: told, desired: minute, ordering: .relaxed).exchanged
        else { return }
        let line = Array("\(done) schedules \(name), now at seed \(seed), \(seconds) s\n".utf8)
        _ = write(2, line, line.count)
    }
}

/// What whoever runs the simulation has asked for, by environment variables.
enum Setting {
    static func text(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static func number(_ name: String) -> UInt64? { text(name).flatMap { UInt64($0) } }
}
