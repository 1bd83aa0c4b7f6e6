import MemoryStorage

/// Runs schedules, and makes failing ones small.
enum Simulation {
    static let plain: MemoryReplicaStore.Making = { MemoryCopy(id: $0, $1, $2) }

    /// What is wrong after these steps; nil if nothing is.
    static func failure(
        _ plan: Plan, _ steps: [Step], isThorough: Bool = false,
        audit: (([String: Int]) -> Void)? = nil,
        making: @escaping MemoryReplicaStore.Making = plain
    ) -> String? {
        do {
            let world = try World(plan, making: making)
            world.isThorough = isThorough
            world.audits = audit != nil
            try world.run(steps)
            audit?(world.audit)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// The steps without those that the failure does not need.
    static func shrunk(
        _ plan: Plan, isThorough: Bool, making: @escaping MemoryReplicaStore.Making = plain
    ) -> [Step] {
        var steps = plan.steps
        var size = max(1, steps.count / 2)
        while true {
            var index = 0
            var isChanged = false
            while index < steps.count {
                let fewer = Array(steps[..<index] + steps[min(index + size, steps.count)...])
                if failure(plan, fewer, isThorough: isThorough, making: making) != nil {
                    steps = fewer
                    isChanged = true
                } else {
                    index += size
                }
            }
            if size == 1, !isChanged { return steps }
            size = max(1, size / 2)
        }
    }

    /// A text to find the failure again by.
    static func report(
        _ plan: Plan, _ failure: String, making: @escaping MemoryReplicaStore.Making = plain
    ) -> String {
        let all = plan.steps
        let isThorough = self.failure(plan, all, isThorough: true, making: making) != nil
        let steps = shrunk(plan, isThorough: isThorough, making: making)
        let world = try? World(plan, making: making)
        world?.isThorough = isThorough
        world?.trace = []
        var last = failure
        do { try world?.run(steps) } catch { last = "\(error)" }
        let kept = KeptSchedule(plan: plan, steps: steps, isThorough: isThorough, failure: last)
        let path = SimulationFolder.keep(kept.source, as: "seed-\(plan.seed).swift")
        return """
            tools/sim seed \(plan.seed) \(plan.medium) (\(plan.profile), \
            \(plan.machines) machines, \(plan.accounts) accounts): \(failure)
            shrunk to \(steps.count) steps: \(last)
            as a test: \(path ?? "could not be written")
            \(kept.source)
            \((world?.trace ?? []).joined(separator: "\n"))
            """
    }
}
