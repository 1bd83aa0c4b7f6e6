import Foundation
import Testing

/// Each fault on each step: one clear sentence, nothing changed, and afterwards all is as it should
/// be.
@Suite(.enabled(if: Programs.areBuilt, Programs.missing))
struct NetworkFaultTests {
    /// What the first line of a failure may say; HOST stands for the server's address.
    private static let sentences = [
        "the connection to HOST was lost", "HOST answers, but is not a Postil server",
        "http://HOST answers, but is not a Postil server (status ",
        "HOST sent an answer that cannot be read: ", "HOST sent an answer that is too long",
        "HOST answers with status ",
        "the answer of HOST was lost: you may be logged in there by now",
        "HOST refuses: the members have changed since you looked", "HOST does not answer",
        "HOST refuses: it does not say how much of an article's text it has",
    ]

    /// Those that a whole run takes; each step of a daily one takes its share of them.
    private static let faults: [Fault] =
        [
            .lostRequest, .lostAnswer, .resetBefore, .resetAfter, .cut(1), .cut(15), .cut(100),
            .cut(-1), .resetInAnswer(0), .resetInAnswer(20), .cutRequest(1), .cutRequest(100),
            .cutRequest(400), .twice, .secondAnswer, .doubledAnswer, .previousAnswer,
            .trickle(7, milliseconds: 0), .oldVersion, .cutOldVersion, .interim, .page, .noContent,
            .emptyObject, .gateway, .unauthorized, .notFound, .garbage,
            .noise("application/cbor"), .noise("application/json"),
            .noise("application/octet-stream"), .noise("application/problem+json"),
            .status("500 Internal Server Error"), .status("503 Service Unavailable"),
            .status("201 Created"), .status("206 Partial Content"), .status("304 Not Modified"),
            .status("429 Too Many Requests"), .type("text/plain"), .type("text/html"),
            .redirect("302 Found", to: "http://127.0.0.2:9"),
            .redirect("308 Permanent Redirect", to: "http://127.0.0.2:9"),
            .hugeLength, .endlessHead, .endlessInterim, .endlessChunks, .endlessBody,
        ] + Fault.bombs
    private static let variables = ProcessInfo.processInfo.environment
    private static let isWhole = variables["NET_ROUNDS"] != nil
    /// A daily run takes one fault of so many on each step, and others the next day.
    private static let share = 8
    private static let seed =
        variables["NET_SEED"].flatMap { Int($0) } ?? Int.random(in: 0..<1_000_000)

    @Test(arguments: Step.all.indices)
    func `a fault costs a clear sentence and nothing else`(index: Int) throws {
        let step = Step.all[index]
        let stage = try Stage()
        let chosen = Self.faults.enumerated().filter { number, _ in
            Self.isWhole && !step.isSingle || (number + index + Self.seed) % Self.share == 0
        }
        for (number, fault) in chosen {
            try attempt(fault, on: step, number, stage)
        }
        print(
            "net: \(step.name): \(chosen.count) faults of \(Self.faults.count), seed \(Self.seed)")
        try stage.close()
    }

    private func attempt(_ fault: Fault, on step: Step, _ number: Int, _ stage: Stage) throws {
        let (machine, command) = try step.prepare(stage, number)
        if step.needsFirstTry {
            stage.relay.set(.fault(.lostRequest, on: step.words))
            #expect(try machine.postil(command).status == 5)
        }
        let before = step.isSingle ? nil : try Standing(machine)
        stage.relay.set(.fault(fault, on: step.words))
        let told = try machine.postil(command)
        let what: Comment = "\(step.name), \(fault.name): \(told.status) \(told.out)\(told.err)"
        #expect(!stage.relay.struck.isEmpty, what)
        let isOpen = fault.leaves == .either || step.needsNoBody
        switch fault.leaves {
        case .success where !isOpen: #expect(told.status == step.status, what)
        case .failure where !isOpen: #expect(told.status == 5, what)
        // A code works once: who comes twice with one is told so.
        default: #expect([step.status, 5, step.isSingle ? 4 : 5].contains(told.status), what)
        }
        if told.status == 5 {
            expectClear(told, what, stage)
            // What came in earlier rounds of one run is kept.
            if let before, !isOpen {
                #expect(try before.differences(Standing(machine)) == [], what)
            }
        }
        stage.relay.set(.pass)
        guard !step.isSingle else { return }
        let after = try machine.postil(command)
        #expect(after.status == 0, "\(what), afterwards: \(after.err)")
    }

    private func expectClear(_ told: Outcome, _ what: Comment, _ stage: Stage) {
        let host = String(stage.relay.url.dropFirst("http://".count))
        let first = told.err.split(separator: "\n").first ?? ""
        let isKnown = Self.sentences.contains {
            first.hasPrefix("error: " + $0.replacingOccurrences(of: "HOST", with: host))
        }
        #expect(isKnown, what)
        #expect(
            told.err.contains("safe") || told.err.contains("nothing of yours waits to be sent"),
            what)
        #expect(told.err.contains("hint: "), what)
        #expect(told.out.isEmpty, what)
    }

    @Test(arguments: Step.all.filter { !$0.isSingle })
    func `a fault that happens once is made up for, where asking again can do no harm`(
        step: Step
    ) throws {
        let stage = try Stage()
        let isRepeated = !["invite", "device code"].contains(step.name)
        for (number, fault) in [Fault.lostAnswer, .cut(100)].enumerated() {
            let (machine, command) = try step.prepare(stage, number)
            stage.relay.set(.fault(fault, on: step.words, times: 1))
            let told = try machine.postil(command)
            #expect(stage.relay.struck.count == 1)
            #expect(told.status == (isRepeated ? 0 : 5), "\(step.name), \(fault.name): \(told.err)")
            stage.relay.set(.pass)
            #expect(try machine.postil(command).status == 0)
        }
        try stage.close()
    }
}
