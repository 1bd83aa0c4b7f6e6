extension TextGraph {
    /// For each op, whether every later op has it and all before it in its past: there the plain
    /// text says all that later ops need (Gentle & Kleppmann, Eg-walker, 2025, 3.5).
    ///
    /// An op whose newest parent is `newest` rules out what lies between the two; and `newest`
    /// itself, unless its parents are all heads of the ops up to `newest`. Older cuts are ruled
    /// out by the parents' own tests.
    func criticalCuts() -> [Bool] {
        var change = Array(repeating: 0, count: count + 1)
        var headCounts: [Int] = []
        var firstChild = Array(repeating: Int.max, count: count)
        headCounts.reserveCapacity(count)
        var heads = 0
        for op in 0..<count {
            let parents = parents(of: op)
            let newest = parents.max() ?? -1
            change[newest + 1] += 1
            change[op] -= 1
            if newest >= 0, !coversHeads(parents, headCounts[newest], newest, firstChild) {
                change[newest] += 1
                change[newest + 1] -= 1
            }
            for parent in parents where firstChild[parent] == .max {
                firstChild[parent] = op
                heads -= 1
            }
            heads += 1
            headCounts.append(heads)
        }
        var depth = 0
        return (0..<count).map { op in
            depth += change[op]
            return depth == 0
        }
    }

    private func coversHeads(
        _ parents: ArraySlice<Int>, _ headCount: Int, _ newest: Int, _ firstChild: [Int]
    ) -> Bool {
        guard parents.count >= headCount else { return false }
        if parents.count == 1 { return headCount == 1 }
        let heads = Set(parents).filter { firstChild[$0] > newest }
        return heads.count == headCount
    }

    /// The ops of a range in a causal order that follows each branch as far as it goes: two
    /// branches walked in turns would be left and entered again at every op.
    func branchByBranch(_ range: Range<Int>) -> [Int] {
        var waiting = Array(repeating: 0, count: range.count)
        var children = Array(repeating: [Int](), count: range.count)
        var ready: [Int] = []
        for op in range.reversed() {
            for parent in parents(of: op) where parent >= range.lowerBound {
                waiting[op - range.lowerBound] += 1
                children[parent - range.lowerBound].append(op)
            }
            if waiting[op - range.lowerBound] == 0 { ready.append(op) }
        }
        var order: [Int] = []
        order.reserveCapacity(range.count)
        while let op = ready.popLast() {
            order.append(op)
            for child in children[op - range.lowerBound] {
                waiting[child - range.lowerBound] -= 1
                if waiting[child - range.lowerBound] == 0 { ready.append(child) }
            }
        }
        return order
    }

    /// Which ops are in the past of these, themselves included.
    func past(of heads: [Int]) -> [Bool] {
        var isPast = Array(repeating: false, count: count)
        for head in heads { isPast[head] = true }
        for op in stride(from: count - 1, through: 0, by: -1) where isPast[op] {
            for parent in parents(of: op) { isPast[parent] = true }
        }
        return isPast
    }
}
