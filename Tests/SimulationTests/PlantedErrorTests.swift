import Testing

@Suite struct PlantedErrorTests {
    /// Far fewer than the share of schedules that an ordinary run has.
    private static let seeds: ClosedRange<UInt64> = 1...400

    @Test(arguments: PlantedError.allCases)
    func aStoreWithAnErrorIsFound(_ error: PlantedError) {
        let found = Self.seeds.first { seed in
            let plan = Plan(seed: seed)
            return Simulation.failure(plan, plan.steps, making: error.making) != nil
        }
        #expect(found != nil, "no schedule of \(Self.seeds.count) noticed it")
    }

    @Test func aFailureIsShrunkToAFewSteps() throws {
        let error = PlantedError.recordIsNotKept
        let seed = try #require(
            Self.seeds.first { seed in
                let plan = Plan(seed: seed)
                return Simulation.failure(plan, plan.steps, making: error.making) != nil
            })
        let plan = Plan(seed: seed)
        let steps = Simulation.shrunk(plan, isThorough: false, making: error.making)
        #expect(steps.count < plan.steps.count)
        #expect(Simulation.failure(plan, steps, making: error.making) != nil)
    }

    @Test func aScheduleDoesTheSameEveryTime() {
        let plan = Plan(seed: 7)
        let runs = (0..<2).map { _ in
            let audit = Audit()
            let failure = Simulation.failure(plan, plan.steps, audit: { audit.counts = $0 })
            return (failure, audit.counts)
        }
        #expect(runs[0].0 == runs[1].0)
        #expect(runs[0].1 == runs[1].1)
        #expect(!runs[0].1.isEmpty)
    }

    /// A class so that a closure can leave something in it.
    private final class Audit {
        var counts: [String: Int] = [:]
    }
}
