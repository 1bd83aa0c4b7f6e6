import Glibc
import Testing

/// What a run leaves of a schedule that failed, or that ended the process.
@Suite struct KeptScheduleTests {
    @Test func aScheduleIsWrittenAsATest() {
        let plan = Plan(seed: 7)
        let steps = Array(plan.steps.prefix(2))
        let kept = KeptSchedule(plan: plan, steps: steps, isThorough: true, failure: "one\ntwo")
        #expect(kept.source.contains("/// one\n/// two\n@Suite struct Schedule7Tests {"))
        #expect(kept.source.contains("Plan(seed: 7, medium: .memory)"))
        #expect(kept.source.contains("isThorough: true) == nil"))
        let list = steps.map { "            Step(action: .\($0.action), number: \($0.number)),\n" }
        #expect(kept.source.contains("[\n" + list.joined() + "        ]"))
    }

    @Test func theScheduleAtWorkIsReadableWhileItRuns() throws {
        let name = "test-\(getpid())"
        var journal: Journal? = Journal(name)
        journal?.note(Plan(seed: 4711, medium: .sqlite))
        journal?.note(Plan(seed: 12))
        #expect(text(of: name)?.hasPrefix("tools/sim seed 12 memory ") == true)
        #expect(text(of: name)?.utf8.last == UInt8(ascii: "\n"))
        journal = nil
        #expect(text(of: name) == nil)
    }

    private func text(of name: String) -> String? {
        let descriptor = open("\(SimulationFolder.path)/running-\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var octets = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &octets, octets.count)
        return String(decoding: octets.prefix(max(0, count)), as: UTF8.self)
    }
}
