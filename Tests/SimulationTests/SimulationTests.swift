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
    private static var profile: Plan.Profile? {
        Plan.Profile.allCases.first { "\($0)" == Setting.text("SIM_PROFILE") }
    }

    private func run(
        _ name: String, count: UInt64, seconds: UInt64,
        _ medium: @escaping @Sendable (UInt64) -> Medium
    ) async {
        let start = Setting.number("SIM_START") ?? 1
        let audits = Setting.number("SIM_AUDIT") == 1
        let begin = ContinuousClock.now
        let end = begin + .seconds(seconds)
        let workers = max(1, Setting.number("SIM_WORKERS") ?? 2)
        let most = Int(Setting.number("SIM_FAILURES") ?? 1)
        let progress = Progress(name)
        let ran = await withTaskGroup(of: Tally.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    let journal = Journal("\(name.filter { $0 != " " })-\(worker)")
                    var tally = Tally()
                    for seed in stride(from: start + worker, to: start + count, by: Int(workers)) {
                        let plan = Plan(
                            seed: seed, profile: Self.profile, medium: medium(seed))
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
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        print("\(ran.count) schedules \(name) from seed \(start), \(ContinuousClock.now - begin)")
        for (what, count) in ran.audit.sorted(by: { $0.key < $1.key }) { print(count, what) }
        if audits { for what in Audit.unreached(ran.audit) { print("never:", what) } }
        for failure in ran.failures { Issue.record("\(failure)") }
        #expect(ran.count > 0 || count == 0)
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
