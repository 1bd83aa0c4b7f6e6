/// A schedule that failed once, as a test to be kept beside the others.
struct KeptSchedule {
    let plan: Plan
    let steps: [Step]
    let isThorough: Bool
    let failure: String

    /// A file of this folder that runs the steps again.
    var source: String {
        let list = steps.map { "            Step(action: .\($0.action), number: \($0.number))," }
        let says = failure.utf8.split(separator: UInt8(ascii: "\n")).map {
            "/// " + (String($0) ?? "")
        }
        return """
            import Testing

            \(says.joined(separator: "\n"))
            @Suite struct Schedule\(plan.seed)Tests {
                @Test func findsNothingWrong() {
                    let plan = Plan(seed: \(plan.seed), medium: .\(plan.medium))
                    let steps: [Step] = [
            \(list.joined(separator: "\n"))
                    ]
                    #expect(Simulation.failure(plan, steps, isThorough: \(isThorough)) == nil)
                }
            }

            """
    }
}
