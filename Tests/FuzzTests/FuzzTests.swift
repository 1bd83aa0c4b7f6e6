import FuzzTargets
import Glibc
import Testing

/// Octets of strangers: whatever they are, nothing traps, lasts or breaks a property.
@Suite(.serialized) struct FuzzTests {
    private static let inputsMin = 300_000
    /// Of the thread, not of the wall: other tests run beside these. A build that is not optimised,
    /// with a sanitizer in it, is asked for more.
    private static let secondsMax = Double(number("FUZZ_SECONDS_MAX") ?? 1)

    private static let root: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    private static let seeds = FuzzSeeds(root: root)

    @Test(arguments: FuzzTarget.allCases)
    func whatOnceBrokeATargetBreaksItNoMore(target: FuzzTarget) {
        for (name, octets) in Self.seeds.crashers(of: target) {
            if let failure = Self.failure(target, octets) {
                Issue.record("\(target.rawValue)/\(name): \(failure)")
            }
        }
    }

    @Test(arguments: FuzzTarget.allCases)
    func theFirstInputsHold(target: FuzzTarget) {
        let inputs = Self.seeds.inputs(of: target)
        #expect(inputs.contains { !$0.isEmpty }, "\(target.rawValue) has nothing to begin with")
        for octets in inputs {
            if let failure = Self.failure(target, octets) {
                Issue.record("\(target.rawValue): \(failure)\n\(Self.hex(octets))")
            }
        }
    }

    @Test func changedInputsHold() {
        let seed = Self.number("FUZZ_SEED") ?? 20_260
        let wanted = Int(Self.number("FUZZ_INPUTS") ?? UInt64(Self.inputsMin))
        let shares = FuzzTarget.allCases.reduce(0) { $0 + $1.share }
        let journal = Journal(path: Self.root + "/.build/fuzz-input")
        var (count, failures) = (0, 0)
        for (index, target) in FuzzTarget.allCases.enumerated() {
            var mutator = Mutator(seed: seed &+ UInt64(index) << 32)
            let inputs = Self.seeds.inputs(of: target)
            let end = (wanted * target.share + shares - 1) / shares
            let started = Self.threadSeconds()
            var read = 0
            for _ in 0..<end {
                let octets = mutator.mutated(target, among: inputs)
                journal.write(target, octets)
                count += 1
                if target.reads(octets) { read += 1 }
                guard let failure = Self.failure(target, octets) else { continue }
                failures += 1
                Issue.record("\(target.rawValue): \(failure)\n\(Self.hex(octets))")
                break
            }
            // Inputs that are all refused at once would show nothing.
            #expect(read * 20 > end, "\(target.rawValue) reads \(read) of \(end) inputs")
            if Self.number("FUZZ_VERBOSE") == 1 {
                let seconds = Self.threadSeconds() - started
                print("fuzz: \(target.rawValue) reads \(read) of \(end) in \(seconds) s")
            }
        }
        #expect(count >= wanted || failures > 0)
        print("fuzz: \(count) inputs, seed \(seed)")
    }

    /// What does not hold for the input, its time included.
    private static func failure(_ target: FuzzTarget, _ octets: [UInt8]) -> String? {
        let start = threadSeconds()
        do {
            try target.run(octets)
        } catch {
            return "it does not hold that \(error)"
        }
        let seconds = threadSeconds() - start
        return seconds > secondsMax ? "it took \(seconds) seconds" : nil
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func number(_ name: String) -> UInt64? {
        getenv(name).flatMap { UInt64(String(cString: $0)) }
    }

    private static func hex(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
