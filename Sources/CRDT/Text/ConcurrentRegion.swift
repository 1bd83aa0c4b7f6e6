/// The ops after one critical version up to the next, and the characters they are about.
///
/// Characters stand in FugueMax order (Weidner & Kleppmann, The Art of the Fugue, 2023). Ops have
/// numbers of their own here, in the order in which they are walked.
struct ConcurrentRegion {
    /// Characters that an op typed or deleted; to do or undo it counts their states up or down.
    struct Change {
        var op: Int
        var start: Int
        var count: Int
    }

    let graph: TextGraph
    /// The graph's numbers of the ops.
    let walk: [Int]
    private let parents: [[Int]]
    private(set) var list: StretchList
    private(set) var witness: MeetingWitness?
    private var typings: [[Change]]
    private(set) var deletions: [[Change]]
    private var paths: VersionPaths
    /// The heads of the version that the states show.
    private var version: [Int] = []
    private var scanCount = 0

    /// Takes the ops of a range, and how long the text is that they start from.
    init(of graph: TextGraph, _ range: Range<Int>, length: Int) {
        self.graph = graph
        walk = graph.branchByBranch(range)
        var numbers = Array(repeating: 0, count: range.count)
        for (number, op) in walk.enumerated() { numbers[op - range.lowerBound] = number }
        parents = walk.map { op in
            graph.parents(of: op).filter { $0 >= range.lowerBound }
                .map { numbers[$0 - range.lowerBound] }
        }
        list = StretchList(opCount: range.count, baseLength: length)
        typings = Array(repeating: [], count: range.count)
        deletions = typings
        paths = VersionPaths(opCount: range.count)
    }

    /// Records from now on how ops meet; `base` is the text that they start from.
    mutating func observe(base: [UInt32]) {
        witness = MeetingWitness(of: graph, walk, base: base)
    }

    /// Applies all ops.
    mutating func run() {
        for op in walk.indices { apply(op) }
    }

    private mutating func apply(_ op: Int) {
        move(to: parents[op])
        var typed = 0
        for run in graph.runs(of: walk[op]) {
            let left = cut(at: run.position)
            let deleted = delete(run.deleted, after: left, by: op)
            witness?.change(
                by: op, after: left, deleted, typed: typed..<typed + run.typed, in: list)
            guard run.typed > 0 else { continue }
            insert(op, typed, run.typed, after: left)
            typings[op].append(Change(op: op, start: typed, count: run.typed))
            typed += run.typed
        }
        version = [op]
    }

    private mutating func move(to target: [Int]) {
        guard target != version else { return }
        let (back, forward) = paths.difference(from: version, to: target, parents)
        for op in back { count(op, by: -1) }
        for op in forward { count(op, by: 1) }
        version = target
    }

    private mutating func count(_ op: Int, by difference: Int) {
        for change in typings[op] { count(change, by: difference) }
        for change in deletions[op] { count(change, by: difference) }
    }

    private mutating func count(_ change: Change, by difference: Int) {
        for stretch in list.cover(change.op, change.start, change.count) {
            list.changeState(of: stretch, by: difference)
        }
    }

    /// The stretch that ends just before this place, cut there; -1 at the beginning.
    private mutating func cut(at position: Int) -> Int {
        let position = min(position, list.shownCount)
        guard position > 0 else { return -1 }
        let (stretch, character) = list.locate(position)
        if character < list[stretch].count { cut(stretch, after: character) }
        return stretch
    }

    private mutating func cut(_ stretch: Int, after count: Int) {
        let rest = list.cut(stretch, after: count)
        witness?.cut(stretch, rest)
    }

    /// Deletes visible characters, and names the first and the last stretch of them.
    private mutating func delete(
        _ count: Int, after left: Int, by op: Int
    ) -> (first: Int, last: Int)? {
        var rest = count
        var previous = left
        var ends: (first: Int, last: Int)?
        while rest > 0 {
            let stretch = list.shown(after: previous)
            guard stretch >= 0 else { break }
            if rest < list[stretch].count { cut(stretch, after: rest) }
            let gone = list[stretch]
            list.changeState(of: stretch, by: 1)
            list.markGone(stretch)
            witness?.delete(stretch, by: op)
            deletions[op].append(Change(op: gone.op, start: gone.start, count: gone.count))
            rest -= gone.count
            previous = stretch
            ends = (ends?.first ?? stretch, stretch)
        }
        return ends
    }

    private mutating func insert(_ op: Int, _ start: Int, _ count: Int, after left: Int) {
        let end = list.existing(after: left)
        let fresh = Stretch(
            op: op, start: start, count: count, left: left < 0 ? .none : list[left].last,
            right: end < 0 ? .none : list[end].first)
        let stretch = list.insert(fresh, after: place(of: fresh, between: left, and: end))
        list.changeState(of: stretch, by: 1)
    }

    /// The stretch behind which new characters stand, among those between `left` and `end` that
    /// their author did not know.
    private mutating func place(of fresh: Stretch, between left: Int, and end: Int) -> Int {
        let start = list.following(left)
        guard start != end, list[start].left == fresh.left else { return left }
        if list[start].right == fresh.right, precedes(fresh, list[start]) { return left }
        markUnknown(from: start, to: end)
        var place = left
        var isUndecided = false
        var other = start
        while other != end {
            let stretch = list[other]
            if !isUndecided { place = stretch.previous }
            if stretch.left == fresh.left {
                if stretch.right == fresh.right {
                    if precedes(fresh, stretch) { return place }
                    isUndecided = false
                } else {
                    // A right origin nearer than ours: it stands behind us, unless one that
                    // stands before us follows.
                    isUndecided = isUnknown(stretch.right)
                }
            } else if !isUnknown(stretch.left) {
                return place
            }
            if !isUndecided { place = other }
            other = stretch.next
        }
        return place
    }

    private func precedes(_ left: Stretch, _ right: Stretch) -> Bool {
        let ranks = (graph.ranks[walk[left.op]], graph.ranks[walk[right.op]])
        return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : left.start < right.start
    }

    private mutating func markUnknown(from start: Int, to end: Int) {
        scanCount += 1
        var stretch = start
        while stretch != end {
            list.mark(stretch, scan: scanCount)
            stretch = list[stretch].next
        }
    }

    private func isUnknown(_ character: CharacterKey) -> Bool {
        character != .none && list[list.stretch(of: character)].scan == scanCount
    }
}
