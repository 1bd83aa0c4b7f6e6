import Synchronization
import Testing

@testable import Crypto

@Suite struct GateTests {
    @Test func whoFindsItFullIsTurnedAwayAtOnce() {
        let gate = Gate(atOnce: 2, waitingMax: 0)
        let inner = gate.pass { gate.pass { gate.pass { 3 } } }
        #expect(inner == .some(.some(.none)))
        #expect(gate.pass { gate.pass { 2 } } == .some(.some(2)))
    }

    @Test func noMoreThanAllowedAreInsideAtOnce() async {
        let gate = Gate(atOnce: 2, waitingMax: 100)
        let inside = Inside()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    gate.pass {
                        inside.enter()
                        inside.leave()
                    } != nil
                }
            }
            for await isPassed in group { #expect(isPassed) }
        }
        #expect((1...2).contains(inside.most))
    }
}

/// Counts who is inside, now and at most.
private final class Inside: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var most: Int { counts.withLock { $0.most } }

    func enter() {
        counts.withLock {
            $0.now += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func leave() {
        counts.withLock { $0.now -= 1 }
    }
}
