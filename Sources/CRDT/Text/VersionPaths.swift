/// Finds the way from one version of a region to another.
struct VersionPaths {
    private static let from: UInt8 = 1
    private static let to: UInt8 = 2
    private static let both: UInt8 = 3

    /// Whose past an op is known to be in; 0 between two uses.
    private var flags: [UInt8]
    private var heap = BinaryHeap<Int>()
    /// How many ops in the heap are in one past only.
    private var openCount = 0

    init(opCount: Int) {
        flags = Array(repeating: 0, count: opCount)
    }

    /// The ops only in the past of `source`, newest first, and those only in the past of `target`,
    /// oldest first.
    mutating func difference(
        from source: [Int], to target: [Int], _ parents: [[Int]]
    ) -> (back: [Int], forward: [Int]) {
        var back: [Int] = []
        var forward: [Int] = []
        for op in source { reach(op, Self.from) }
        for op in target { reach(op, Self.to) }
        // The heap holds the opposites of the numbers, so that the newest comes first.
        while openCount > 0, let least = heap.popFirst() {
            let op = -least
            let flag = flags[op]
            flags[op] = 0
            if flag != Self.both {
                openCount -= 1
                if flag == Self.from { back.append(op) } else { forward.append(op) }
            }
            for parent in parents[op] { reach(parent, flag) }
        }
        while let least = heap.popFirst() { flags[-least] = 0 }
        openCount = 0
        return (back, forward.reversed())
    }

    private mutating func reach(_ op: Int, _ flag: UInt8) {
        let before = flags[op]
        let after = before | flag
        flags[op] = after
        if before == 0 {
            heap.insert(-op)
            if after != Self.both { openCount += 1 }
        } else if before != Self.both, after == Self.both {
            openCount -= 1
        }
    }
}
