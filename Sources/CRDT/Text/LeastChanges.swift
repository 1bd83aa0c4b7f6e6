/// A stretch of one sequence that stands for a stretch of another; either may be empty.
struct Hunk: Hashable {
    var old: Range<Int>
    var new: Range<Int>

    /// Whether something stands on both sides.
    var isReplacement: Bool { !old.isEmpty && !new.isEmpty }
}

/// Finds least changes between two sequences (Myers, An O(ND) Difference Algorithm, 1986),
/// greedily and with bounded work.
struct LeastChanges {
    /// How many differences are looked for; the memory grows with the square.
    private static let differencesMax = 1_000
    /// How many steps are taken.
    private static let stepsMax = 4_000_000

    private let old: ArraySlice<Int>
    private let new: ArraySlice<Int>
    private var steps = 0
    /// How far each diagonal reaches: of each round a row, from diagonal -round to round.
    private var rows: [[Int]] = []

    /// The changes from left to right, not touching each other; equal ends stay, the beginning
    /// first, so that a repetition appended is an append. Beyond the bound the middle is one
    /// change.
    static func hunks(from old: [Int], to new: [Int]) -> [Hunk] {
        let common = min(old.count, new.count)
        var head = 0
        while head < common, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < common - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
        }
        let middle = Hunk(old: head..<old.count - tail, new: head..<new.count - tail)
        guard middle.isReplacement else {
            return middle.old.isEmpty && middle.new.isEmpty ? [] : [middle]
        }
        var search = LeastChanges(old: old[middle.old], new: new[middle.new])
        return search.run() ? search.trace(from: middle) : [middle]
    }

    private init(old: ArraySlice<Int>, new: ArraySlice<Int>) {
        self.old = old
        self.new = new
    }

    /// Fills the rows until both ends are reached; false if that is too far.
    private mutating func run() -> Bool {
        for round in 0...min(old.count + new.count, Self.differencesMax) {
            var row = Array(repeating: -1, count: 2 * round + 1)
            for diagonal in stride(from: -round, through: round, by: 2) {
                var x = start(on: diagonal, in: round)
                while x < old.count, x - diagonal < new.count,
                    old[old.startIndex + x] == new[new.startIndex + x - diagonal]
                {
                    x += 1
                    steps += 1
                }
                row[diagonal + round] = x
                steps += 1
                if x >= old.count, x - diagonal >= new.count {
                    rows.append(row)
                    return true
                }
            }
            rows.append(row)
            if steps > Self.stepsMax { return false }
        }
        return false
    }

    /// Whether the best way onto a diagonal comes from the one above: by something new.
    private func comesFromAbove(_ diagonal: Int, _ round: Int) -> Bool {
        if diagonal == -round { return true }
        if diagonal == round { return false }
        return reach(diagonal - 1, round - 1) < reach(diagonal + 1, round - 1)
    }

    private func start(on diagonal: Int, in round: Int) -> Int {
        guard round > 0 else { return 0 }
        return comesFromAbove(diagonal, round)
            ? reach(diagonal + 1, round - 1) : reach(diagonal - 1, round - 1) + 1
    }

    private func reach(_ diagonal: Int, _ round: Int) -> Int {
        rows[round][diagonal + round]
    }

    /// Goes back from the end, and joins changes that touch.
    private func trace(from middle: Hunk) -> [Hunk] {
        var hunks: [Hunk] = []
        var x = old.count
        var y = new.count
        for round in stride(from: rows.count - 1, to: 0, by: -1) {
            let isNew = comesFromAbove(x - y, round)
            let diagonal = isNew ? x - y + 1 : x - y - 1
            let from = reach(diagonal, round - 1)
            let step = Hunk(
                old: from..<(isNew ? from : from + 1),
                new: from - diagonal..<(isNew ? from - diagonal + 1 : from - diagonal))
            if let last = hunks.last, last.old.lowerBound == step.old.upperBound,
                last.new.lowerBound == step.new.upperBound
            {
                hunks[hunks.count - 1] = Hunk(
                    old: step.old.lowerBound..<last.old.upperBound,
                    new: step.new.lowerBound..<last.new.upperBound)
            } else {
                hunks.append(step)
            }
            x = from
            y = from - diagonal
        }
        let origin = (middle.old.lowerBound, middle.new.lowerBound)
        return hunks.reversed().map { hunk in
            Hunk(
                old: hunk.old.lowerBound + origin.0..<hunk.old.upperBound + origin.0,
                new: hunk.new.lowerBound + origin.1..<hunk.new.upperBound + origin.1)
        }
    }
}
