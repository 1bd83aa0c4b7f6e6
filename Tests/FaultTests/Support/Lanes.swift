import Synchronization

/// Does all units of work, two at a time; each once.
func inTwoLanes<Unit: Sendable>(
    _ units: [Unit], _ work: @escaping @Sendable (Unit) throws -> Void
) async throws {
    let taken = Tally()
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<2 {
            group.addTask {
                while true {
                    let index = taken.add()
                    guard index < units.count else { return }
                    try work(units[index])
                }
            }
        }
        try await group.waitForAll()
    }
}

/// A number that several lanes add to.
final class Tally: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    /// Adds; the number before.
    @discardableResult
    func add(_ more: Int = 1) -> Int {
        number.withLock { number in
            defer { number += more }
            return number
        }
    }
}
